using BnnMl.Search;

namespace BnnMl.AutoML;

/// <summary>What <see cref="BinarizedNetworkTrialRunner"/> evaluates, and how. The defaults are those of <see cref="BinarizedNetworkExperimentSettings"/>.</summary>
public sealed record BinarizedNetworkTrialRunnerOptions
{
    static readonly BinarizedNetworkExperimentSettings Defaults = new() { MaxTrials = 1, Workers = 1 };

    /// <summary>Key, as a multiclass trainer wants it, or Boolean.</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Vector of Single of known size.</summary>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>Single, at least 0; null where all examples count alike. Weights count in training; a trial's numbers do not weigh.</summary>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>The number that becomes a trial's Metric; its Loss is 1 − Metric.</summary>
    public BinarizedNetworkMetric OptimizingMetric { get; init; }

    /// <summary>Channels, rows and columns of the feature column, where it holds images; null: as the column's own three dimensions say, else a table.</summary>
    public MapShape? ImageShape { get; init; }

    /// <summary>The most memory a network may take: larger proposals are repaired to smaller networks.</summary>
    public long MaxBytes { get; init; } = Defaults.MaxBytes;

    /// <summary>The most multiply-accumulates per sample; null: no limit.</summary>
    public long? MaxMacs { get; init; } = Defaults.MaxMacs;

    /// <summary>Ranges of architecture and training.</summary>
    public SearchSpaceOptions Space { get; init; } = Defaults.Space;

    /// <summary>How much work one trial is. An AutoMLExperiment runs one trial at a time: by default it has all cores.</summary>
    public BinarizedTrialOptions Trial { get; init; } = Defaults.Trial;

    /// <summary>What trains. Trials are small: the native engine is the fast one for them.</summary>
    public TrainingEngine Engine { get; init; } = Defaults.Engine;

    /// <summary>Where the TorchSharp engine computes: "auto", "cpu" or "cuda:0".</summary>
    public string Device { get; init; } = Defaults.Device;

    /// <summary>Of the division of the data and of every trial, together with its number.</summary>
    public long Seed { get; init; } = Defaults.Seed;

    /// <exception cref="ArgumentException">An option is out of its range; the message names it, the value and the range.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(OptimizingMetric))
            throw new ArgumentException($"{nameof(BinarizedNetworkTrialRunnerOptions)}.{nameof(OptimizingMetric)} is {OptimizingMetric}: give one of {string.Join(", ", Enum.GetNames<BinarizedNetworkMetric>())}.");
        ArgumentException.ThrowIfNullOrEmpty(LabelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(FeatureColumnName);
        ToSettings().Validate();
    }

    internal BinarizedNetworkExperimentSettings ToSettings() =>
        Defaults with { ImageShape = ImageShape, MaxBytes = MaxBytes, MaxMacs = MaxMacs, Space = Space, Trial = Trial, Engine = Engine, Device = Device, Seed = Seed };
}
