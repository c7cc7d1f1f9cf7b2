namespace BnnMl;

/// <summary>
/// Trains on bits, without any package: the forward pass of binary layers is popcount, the backward pass float × ±1 with packed panels. The same options give
/// the same network, bit for bit, for any number of threads and any kernel (<see cref="KernelSelector"/>); exp and log are the operating system's, whose last place may
/// differ from one system to another.
/// </summary>
public sealed class NativeTrainingEngine : ITrainingEngine
{
    /// <inheritdoc/>
    public string Name => "native";

    /// <inheritdoc/>
    public TrainingResult Train(NetworkSpec spec, InputEncoding encoding, EncodedDataset train, EncodedDataset? validation, TrainingOptions options,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _ = KernelSelector.Selected; // a forced kernel that does not run here is refused before anything else
        encoding.CheckFits(spec.Input);
        CheckData(spec, train, "training");
        if (validation is not null)
            CheckData(spec, validation, "validation");
        if (train.Count < 2)
            throw new ArgumentException($"{train.Count} training samples are too few: give at least 2.", nameof(train));
        using var run = new TrainingRun(spec, encoding, train, validation, options, Name);
        return run.Train(progress, cancel);
    }

    static void CheckData(NetworkSpec spec, EncodedDataset data, string which)
    {
        if (data.Shape != spec.Input || data.Classes != spec.Classes)
            throw new ArgumentException($"The {which} data are {data.Shape} with {data.Classes} classes, but the network reads {spec.Input} and has {spec.Classes}. Use spec.WithInput(data.Shape, data.Classes).");
    }
}
