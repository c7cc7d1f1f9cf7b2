using TorchSharp;

namespace BnnMl.TorchSharp;

/// <summary>
/// Trains with libtorch, on the CPU or a GPU: the same network, losses, bit errors, seeds and order of samples as <see cref="NativeTrainingEngine"/>, with sums in another
/// order, so that both reach the same accuracy but not the same bits. The program's project adds TorchSharp-cpu, TorchSharp-cuda-linux or TorchSharp-cuda-windows.
/// </summary>
/// <param name="options">Where and how; the default is a GPU where there is one, else the CPU.</param>
public sealed class TorchSharpTrainingEngine(TorchSharpOptions? options = null) : ITrainingEngine
{
    readonly TorchSharpOptions options = options ?? new();

    /// <summary>
    /// The engine that is likely the faster one here: this one where it has a GPU, else the native one, which on CPUs is several times faster (eng/measurements.md). libtorch for
    /// the CPU is not even loaded to decide it.
    /// </summary>
    public static ITrainingEngine OrNative(TorchSharpOptions? options = null) => LibTorch.HasCuda ? new TorchSharpTrainingEngine(options) : new NativeTrainingEngine();

    /// <inheritdoc/>
    public string Name => "torchsharp";

    /// <inheritdoc/>
    /// <remarks><see cref="TrainingOptions.Threads"/> sets libtorch's number of threads, which is the whole process's, for the time of the training.</remarks>
    /// <exception cref="NotSupportedException">libtorch is missing (the message names the packages to add), or the device is not here.</exception>
    public TrainingResult Train(NetworkSpec spec, InputEncoding encoding, EncodedDataset train, EncodedDataset? validation, TrainingOptions options,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        var job = new TrainingJob(spec, encoding, train, validation, options);
        var device = TorchDevice.Of(this.options);
        var threads = torch.get_num_threads();
        try
        {
            torch.set_num_threads(options.Threads > 0 ? options.Threads : Environment.ProcessorCount);
            using var trainee = new TorchTrainee(job, device, this.options.MixedPrecision && device.type == DeviceType.CUDA);
            return new TrainingRun(job, Name, trainee).Train(progress, cancel);
        }
        finally
        {
            torch.set_num_threads(threads);
        }
    }
}
