using Microsoft.ML;

namespace BnnMl;

/// <summary>Applies a network that is trained already: fitting it only looks at the schema.</summary>
public sealed class ApplyPackedNetworkEstimator : IEstimator<PackedNetworkTransformer>
{
    readonly PackedNetworkTransformer transformer;

    internal ApplyPackedNetworkEstimator(ApplyPackedNetworkOptions options)
    {
        options.Validate();
        var network = PackedNetworkFile.Read(options.Path);
        var scores = new MulticlassScores(NetworkNotes.Of(network.Metadata, network.Spec.Classes), options.Scores, NetworkNotes.Slope(network.Metadata), options.ScoreColumnName, options.PredictedLabelColumnName);
        transformer = new(network, options.InputColumnName, null, scores, options.SaveAs);
    }

    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type or size.</exception>
    public PackedNetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureColumn.Check(inputSchema, transformer.FeatureColumnName);
        return inputSchema.With(transformer.Scores.For(null));
    }
}
