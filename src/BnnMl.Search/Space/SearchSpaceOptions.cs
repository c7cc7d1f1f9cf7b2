namespace BnnMl.Search;

/// <summary>What a <see cref="SearchSpace"/> spans. The defaults are small networks for 28×28 images that train in seconds to minutes.</summary>
public sealed record SearchSpaceOptions
{
    /// <summary>How many stages a network for images may have; a stage is some convolutions and an optional max-pool. Tables have none.</summary>
    public ParameterRange Stages { get; init; } = new ParameterRange.Whole(1, 3);

    /// <summary>Convolutions per stage, at least 1.</summary>
    public ParameterRange Convolutions { get; init; } = new ParameterRange.Whole(1, 2);

    /// <summary>Filters of each convolution of a stage.</summary>
    public ParameterRange Channels { get; init; } = new ParameterRange.Steps(8, 12, 16, 24, 32, 48, 64);

    /// <summary>Side of a stage's kernels: 1, 3 or 5.</summary>
    public ParameterRange Kernels { get; init; } = new ParameterRange.Steps(3, 5);

    /// <summary>Whether a stage may concatenate its convolutions' outputs to their inputs (a skip by bits). The first convolution reads 8-bit inputs and never does.</summary>
    public bool Concatenation { get; init; } = true;

    /// <summary>Width of each hidden dense layer; 0 = the layer is left out.</summary>
    public ParameterRange DenseWidth { get; init; } = new ParameterRange.Steps(0, 32, 64, 128, 256);

    /// <summary>The most hidden dense layers; null: 1 for images, 2 for tables.</summary>
    public int? DenseLayers { get; init; }

    /// <summary>Among "ce", "mhl" and "mcel", as <see cref="Loss"/> writes them without their margin.</summary>
    public ParameterRange.Choice Losses { get; init; } = new("ce", "mhl");

    /// <summary>Margin of "mhl" and "mcel", in units of z; unused with "ce".</summary>
    public ParameterRange Margin { get; init; } = new ParameterRange.LogWhole(16, 256);

    /// <summary>Rate of the flips during training, in [0, 1).</summary>
    public ParameterRange TrainingBitErrorRate { get; init; } = new ParameterRange.Steps(0, 0.01, 0.02, 0.05, 0.1, 0.2);

    /// <summary>Of Adam.</summary>
    public ParameterRange LearningRate { get; init; } = new ParameterRange.LogReal(0.01, 0.2);

    /// <summary>The most bytes of parameters (<see cref="NetworkSpec.Bytes"/>); null: no limit.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>The most binary multiply-accumulates per sample (<see cref="NetworkSpec.Bops"/>); null: no limit.</summary>
    public long? MaxBops { get; init; }

    /// <summary>The most multiply-accumulates per sample, 8-bit ones included (<see cref="NetworkSpec.Macs"/>): bounds the time of a trial; null: no limit.</summary>
    public long? MaxMacs { get; init; }
}
