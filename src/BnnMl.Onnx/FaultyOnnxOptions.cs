namespace BnnMl.Onnx;

/// <summary>How a file is run.</summary>
public sealed record FaultyOnnxOptions
{
    /// <summary>Threads within an operator; 0 for as many as the machine has cores. Scores do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Samples per run, 1…65,536. Scores do not depend on it; memory does. Transient errors of weights or thresholds run one sample at a time.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>CUDA where it can be had, else the CPU; or always the CPU.</summary>
    public bool AllowCuda { get; init; } = true;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    internal void Validate()
    {
        if (Threads is < 0 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(Threads), $"{Threads} threads are not possible: give 1 to 1024, or 0 for all cores.");
        if (BatchSize is < 1 or > 1 << 16)
            throw new ArgumentOutOfRangeException(nameof(BatchSize), $"A batch of {BatchSize} samples is not possible: give 1 to {1 << 16}.");
    }
}
