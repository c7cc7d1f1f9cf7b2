using BnnMl.Search;
using Microsoft.ML;
using Microsoft.ML.AutoML;

namespace BnnMl.AutoML.Tests;

/// <summary>Runners and experiments whose trials take milliseconds.</summary>
static class TinyTrials
{
    internal static readonly BinarizedNetworkTrialRunnerOptions Options = new()
    {
        LabelColumnName = "Key",
        MaxBytes = 2_000,
        Space = new() { DenseWidth = new ParameterRange.Steps(0, 8, 16, 24), LearningRate = new ParameterRange.LogReal(0.02, 0.1), TrainingBitErrorRate = new ParameterRange.Steps(0, 0.02) },
        Trial = new() { Epochs = 6, BatchSize = 16, Chips = 2, BitErrorRates = [0, 0.05, 0.1] },
    };

    /// <summary>A trial that runs until it is cancelled.</summary>
    internal static readonly BinarizedNetworkTrialRunnerOptions Endless = Options with { Trial = Options.Trial with { Epochs = 1e6 } };

    /// <summary>Rows with the label as a key.</summary>
    internal static IDataView View(MLContext ml, int seed = 1)
    {
        var data = TinyPipeline.View(ml, TinyRow.Many(seed: seed));
        return TinyPipeline.KeyOf(ml).Fit(data).Transform(data);
    }

    internal static BinarizedNetworkTrialRunner Runner(MLContext ml, BinarizedNetworkTrialRunnerOptions? options = null, ITrainingEngine? engine = null) =>
        new(ml, View(ml), null, options ?? Options, engine);

    internal static AutoMLExperiment Experiment(MLContext ml, BinarizedNetworkTrialRunner runner, int trials) =>
        ml.Auto().CreateExperiment().SetBinarizedNetwork(runner).SetMaxModelToExplore(trials);
}
