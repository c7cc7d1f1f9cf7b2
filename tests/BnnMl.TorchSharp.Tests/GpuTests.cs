using TorchSharp;

namespace BnnMl.TorchSharp.Tests;

/// <summary>On an NVIDIA GPU, in a build with -p:Gpu=true.</summary>
[Trait("Category", "Gpu")]
[Collection(nameof(LiveTensors))]
public sealed class GpuTests
{
    static readonly NetworkSpec Spec = NetworkSpec.Parse("C16-MP2-D12-FC70", new(2, 10, 9), 5);
    static readonly EncodedDataset Data = Steps.Data(Spec, 64);

    [TheoryNeeding(Need.Gpu)]
    [InlineData(false, 0.01)]
    [InlineData(true, 0.05)]
    public void A_step_on_the_gpu_is_that_on_the_cpu(bool mixed, double tolerance)
    {
        Assert.True(LibTorch.HasCuda, "build with -p:Gpu=true");
        var errors = BitErrorModel.Asymmetric(0.1, 0.05) with { Targets = FlipTargets.Weights | FlipTargets.Activations };
        var (loss, gradients) = Step(torch.CPU, false, errors);
        var (gpuLoss, gpuGradients) = Step(torch.CUDA, mixed, errors);
        Assert.Equal(loss, gpuLoss, 0.01f);
        foreach (var (expected, actual) in gradients.Zip(gpuGradients))
            Assert.True(Distance(expected, actual) <= tolerance, $"{Distance(expected, actual)}"); // convolutions may compute in TF32
    }

    [FactNeeding(Need.Gpu)]
    public void Tensors_on_the_gpu_do_not_grow()
    {
        Assert.True(LibTorch.HasCuda, "build with -p:Gpu=true");
        var live = new List<long>();
        new TorchSharpTrainingEngine(new() { Device = "cuda:0", MixedPrecision = true }).Train(Spec, InputEncoding.Pixels, Data, Data, new() { Epochs = 5, BatchSize = 16 },
            new Reports(progress => { if (progress.EpochEnd is not null) live.Add(torch.Tensor.TotalCount); }));
        Assert.Single(live.Distinct());
    }

    static (float Loss, float[][] Gradients) Step(torch.Device device, bool mixed, BitErrorModel errors)
    {
        using var trainee = new TorchTrainee(new(Spec, InputEncoding.Pixels, Data, null, new() { BatchSize = 64 }), device, mixed);
        trainee.Begin(Steps.Latent(Spec, 2));
        using var scope = torch.NewDisposeScope();
        var (loss, _, gradients) = trainee.Gradients(Data, Enumerable.Range(0, 64).ToArray(), errors, new Chip(1, 2));
        return (loss.item<float>(), [.. gradients.Select(gradient => gradient.cpu().data<float>().ToArray())]);
    }

    /// <summary>|a − b| / |a|.</summary>
    static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => ((double)x - y) * (x - y)).Sum() / Math.Max(1e-30, a.Sum(x => (double)x * x)));

    sealed class Reports(Action<TrainingProgress> act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => act(value);
    }
}
