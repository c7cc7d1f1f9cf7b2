using BnnMl.Search;
using Microsoft.ML;

namespace BnnMl.Tests;

/// <summary>An experiment whose trials take milliseconds.</summary>
static class TinySearch
{
    internal static readonly BinarizedNetworkExperimentSettings Settings = new()
    {
        MaxTrials = 6,
        Workers = 2,
        MaxBytes = 2_000,
        Space = new() { DenseWidth = new ParameterRange.Steps(0, 8, 16, 24), LearningRate = new ParameterRange.LogReal(0.02, 0.1) },
        Trial = new() { Epochs = 6, BatchSize = 16, Chips = 2, BitErrorRates = [0, 0.05, 0.1] },
    };

    /// <summary>Rows with the label as a key.</summary>
    internal static IDataView View(MLContext ml, int rows = 120, int seed = 1)
    {
        var data = TinyPipeline.View(ml, TinyRow.Many(rows, seed));
        return TinyPipeline.KeyOf(ml).Fit(data).Transform(data);
    }

    internal static BinarizedNetworkExperimentResult Run(BinarizedNetworkExperimentSettings? settings = null, ITrainingEngine? engine = null)
    {
        var ml = new MLContext();
        return new BinarizedNetworkExperiment(ml, settings ?? Settings, engine).Execute(View(ml), labelColumnName: "Key");
    }

    /// <summary>Trials and results as text, without times.</summary>
    internal static string[] Fingerprint(IEnumerable<Trial> trials) =>
        [.. trials.Select(trial => $"{trial.Id} {trial.Candidate} {trial.State} {string.Join(' ', trial.Objectives.Select(value => value.ToString("R")))}")];
}
