namespace BnnMl.Tests;

/// <summary>The native engine with faults planted: throws what <paramref name="fault"/> gives for the number of the training, from 0.</summary>
sealed class FailingEngine(Func<int, Exception?> fault) : ITrainingEngine
{
    readonly NativeTrainingEngine native = new();
    int trainings = -1;

    public string Name => native.Name;

    public TrainingResult Train(NetworkSpec spec, InputEncoding encoding, EncodedDataset train, EncodedDataset? validation, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default) =>
        fault(Interlocked.Increment(ref trainings)) is { } error ? throw error : native.Train(spec, encoding, train, validation, options, progress, cancel);
}
