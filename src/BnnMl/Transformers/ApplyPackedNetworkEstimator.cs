using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace BnnMl;

/// <summary>Applies a network that is trained already: fitting it only looks at the schema.</summary>
public sealed class ApplyPackedNetworkEstimator : IEstimator<PackedNetworkTransformer>
{
    readonly IHostEnvironment environment;
    readonly string path;
    readonly ClassNames names;
    readonly PackedNetworkTransformer transformer;

    internal ApplyPackedNetworkEstimator(IHostEnvironment environment, ApplyPackedNetworkOptions options)
    {
        options.Validate();
        var network = PackedNetworkFile.Read(options.Path);
        (this.environment, path, names) = (environment, options.Path, NetworkNotes.Of(network.Metadata, network.Spec.Classes));
        var scores = new MulticlassScores(names, options.ScoreForm, NetworkNotes.Slope(network.Metadata), options.ScoreColumnName, options.PredictedLabelColumnName);
        transformer = new(network, options.InputColumnName, null, scores, options.SaveAs);
    }

    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type or size.</exception>
    public PackedNetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = transformer.GetOutputSchema(input.Schema);
        KeyOrder.Check(environment, input.Schema, names, path);
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
