using BnnMl.Search;
using Microsoft.ML;
using Microsoft.ML.AutoML;

namespace BnnMl.AutoML;

/// <summary>What <c>ml.Auto()</c> can create of ours.</summary>
public static class AutoCatalogExtensions
{
    /// <summary>A search for binarized networks: parallel, multi-objective, resumable. The same as <see cref="BinarizedNetworkExperiment(MLContext, BinarizedNetworkExperimentSettings)"/>.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public static BinarizedNetworkExperiment CreateBinarizedNetworkExperiment(this AutoCatalog catalog, BinarizedNetworkExperimentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new BinarizedNetworkExperiment(AutoCatalogContext.Of(catalog), settings);
    }

    /// <summary>
    /// Our multiclass trainer for a <see cref="SweepablePipeline"/>, beside transforms and trainers of ML.NET. Such a pipeline is judged by one metric on clean memory:
    /// bit errors count in training only. Its runner can't stop a training of ours: give a token in the options.
    /// </summary>
    /// <param name="catalog">ml.Auto().</param>
    /// <param name="space">Networks and training settings to sweep.</param>
    /// <param name="options">Everything else; its network, loss, learning rate and bit errors are replaced by those of the candidate.</param>
    public static SweepableEstimator BinarizedNetworkMulticlass(this AutoCatalog catalog, Search.SearchSpace space, BinarizedNetworkTrainerOptions? options = null) =>
        Sweepable(catalog, space, options, (context, candidate) => context.MulticlassClassification.Trainers.BinarizedNetwork(candidate));

    /// <summary>Our binary trainer for a <see cref="SweepablePipeline"/>; see <see cref="BinarizedNetworkMulticlass"/>.</summary>
    /// <param name="catalog">ml.Auto().</param>
    /// <param name="space">Networks and training settings to sweep, for two classes.</param>
    /// <param name="options">Everything else; its network, loss, learning rate and bit errors are replaced by those of the candidate.</param>
    public static SweepableEstimator BinarizedNetworkBinary(this AutoCatalog catalog, Search.SearchSpace space, BinarizedNetworkTrainerOptions? options = null) =>
        Sweepable(catalog, space, options, (context, candidate) => context.BinaryClassification.Trainers.BinarizedNetwork(candidate));

    static SweepableEstimator Sweepable(AutoCatalog catalog, Search.SearchSpace space, BinarizedNetworkTrainerOptions? options, Func<MLContext, BinarizedNetworkTrainerOptions, IEstimator<ITransformer>> trainer)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(space);
        var common = options ?? new BinarizedNetworkTrainerOptions();
        common.Validate();
        return new SweepableEstimator((context, parameter) => trainer(context, Candidate(common, space, space.ToCandidate(parameter))), space.ToAutoML());
    }

    static BinarizedNetworkTrainerOptions Candidate(BinarizedNetworkTrainerOptions common, Search.SearchSpace space, Candidate candidate)
    {
        var genes = BinarizedTrial.Options(candidate.Training, common.Seed);
        return common with
        {
            Network = candidate.Network,
            ImageShape = space.Input.IsImage ? space.Input : null,
            Training = common.Training with { Loss = genes.Loss, LearningRate = genes.LearningRate, BitErrors = genes.BitErrors },
        };
    }
}
