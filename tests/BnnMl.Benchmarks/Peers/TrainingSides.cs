using BnnMl.TorchSharp;
using TorchSharp;

namespace BnnMl.Benchmarks;

/// <summary>A training step of each kind: the engine's, BnnMl.TorchSharp's (autograd function of its own), and the plain form.</summary>
sealed class TrainingSides : IDisposable
{
    readonly List<IDisposable> owned = [];
    readonly TrainingData data;

    internal TrainingSides(NetworkSpec spec, EncodedDataset data, int batch) => this.data = new(spec, data, batch);

    internal Side Native(int threads)
    {
        var job = data.Job;
        return Trainee("native", new NativeTrainee(new TrainingNetwork(job.Spec, job.Encoding.ZeroPoint, job.Options.Loss, job.Batch, threads, job.Options.BitErrors)));
    }

    /// <summary>libtorch's number of threads is the process's: <see cref="SetTorchThreads"/>.</summary>
    internal Side Torch() => Trainee("libtorch, custom function", new TorchTrainee(data.Job, torch.CPU, reduced: false));

    internal Side PlainTorch()
    {
        var (trainee, number) = (new PlainTorchTrainee(data.Job.Spec, data.Step(1).LearningRate), 0L);
        owned.Add(trainee);
        return new("libtorch, plain form", () => trainee.Step(data.Data, data.Step(++number)));
    }

    internal static void SetTorchThreads(int threads) => torch.set_num_threads(threads);

    public void Dispose() => owned.ForEach(one => one.Dispose());

    Side Trainee(string name, ITrainee trainee)
    {
        owned.Add(trainee);
        trainee.Begin(data.Start);
        var number = 0L;
        return new(name, () => trainee.Step(data.Data, data.Step(++number)));
    }
}
