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
        _ = KernelSelector.Selected; // a forced kernel that does not run here is refused before anything else
        var job = new TrainingJob(spec, encoding, train, validation, options);
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        using var trainee = new NativeTrainee(new TrainingNetwork(spec, encoding.ZeroPoint, options.Loss, job.Batch, threads, options.BitErrors));
        return new TrainingRun(job, Name, trainee).Train(progress, cancel);
    }
}
