using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace BnnMl;

/// <summary>
/// Trains a binarized network for classes of a key label. Adds PredictedLabel (a key with the label's key values) and Score (a vector with the classes as slot names), as
/// ML.NET's own multiclass trainers do. The features' 8-bit quantisation is fitted on the training data and stored in the model.
/// </summary>
public sealed class BinarizedNetworkMulticlassTrainer : ITrainerEstimator<PackedNetworkTransformer, PackedNetwork>
{
    readonly BinarizedNetworkTrainerOptions options;
    readonly NetworkTraining training;

    internal BinarizedNetworkMulticlassTrainer(IHostEnvironment environment, TrainerInfo info, BinarizedNetworkTrainerOptions options)
    {
        options.Validate();
        (this.options, training, Info) = (options, new(environment, options, new MulticlassLabel()), info);
    }

    /// <summary>Needs no normalisation (the quantisation is fitted) and no cache (the data are read once).</summary>
    public TrainerInfo Info { get; }

    /// <exception cref="ArgumentException">A column is missing or of a wrong type, or the network does not fit the data.</exception>
    /// <exception cref="InvalidDataException">No labelled rows, NaN or infinite features.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the options' token.</exception>
    public PackedNetworkTransformer Fit(IDataView input)
    {
        var trained = training.Fit(input);
        var network = trained.Result.Network;
        var slope = ScoreCalibration.Slope(network, trained.Loss, trained.Judges, options.CancellationToken);
        if (slope != 1)
            network = NetworkNotes.WithSlope(network, slope);
        return new(network, options.FeatureColumnName, input.Schema[options.FeatureColumnName].Type, Scores(trained.Classes, slope), options.SaveAs, trained.Result with { Network = network });
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        training.Check(inputSchema);
        var keys = inputSchema.Find(options.LabelColumnName)!.Value.Annotations.Find(KeyValues.Kind);
        var values = keys is { Kind: SchemaShape.Column.VectorKind.Vector } found ? KeyValues.Sample(found.ItemType) : null;
        return inputSchema.With(Scores(ClassNames.Numbered(2) with { Keys = values }, 1).For(null));
    }

    MulticlassScores Scores(ClassNames names, float slope) => new(names, options.ScoreForm, slope, "Score", "PredictedLabel");
}
