using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace BnnMl;

/// <summary>
/// Trains a binarized network with two outputs for a yes-or-no label. Adds PredictedLabel, Score and Probability, as ML.NET's own calibrated binary trainers do. The features'
/// 8-bit quantisation is fitted on the training data and stored in the model.
/// </summary>
public sealed class BinarizedNetworkBinaryTrainer : ITrainerEstimator<PackedNetworkTransformer, PackedNetwork>
{
    readonly BinarizedNetworkTrainerOptions options;
    readonly NetworkTraining training;

    internal BinarizedNetworkBinaryTrainer(IHostEnvironment environment, TrainerInfo info, BinarizedNetworkTrainerOptions options)
    {
        options.Validate();
        (this.options, training, Info) = (options, new(environment, options, new BinaryLabel()), info);
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
        var (slope, offset) = ScoreCalibration.Sigmoid(network, trained.Loss, trained.Judges, options.CancellationToken);
        return new(network, options.FeatureColumnName, input.Schema[options.FeatureColumnName].Type, new BinaryScores(slope, offset), options.SaveAs, trained.Result);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        training.Check(inputSchema);
        return inputSchema.With(new BinaryScores(1, 0).For(null));
    }
}
