namespace BnnMl.TorchSharp.Tests;

[Trait("Category", "Native")]
public sealed class DeviceTests
{
    static readonly NetworkSpec Spec = NetworkSpec.Parse("FC4", MapShape.Features(3), 2);

    [TheoryNeeding(Need.LibTorch)]
    [InlineData("gpu")]
    [InlineData("")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("CPU")]
    public void A_device_that_is_none_is_refused_with_what_can_be_given(string device)
    {
        var thrown = Assert.Throws<ArgumentException>(() => Train(device));
        Assert.Contains($"'{device}': give auto, cpu, cuda or cuda:0", thrown.Message, StringComparison.Ordinal);
    }

    [TheoryNeeding(Need.LibTorch)]
    [InlineData("cuda")]
    [InlineData("cuda:99")]
    public void A_gpu_that_is_not_here_is_refused_with_what_to_do(string device)
    {
        if (LibTorch.HasCuda && device == "cuda")
            return;
        var thrown = Assert.Throws<NotSupportedException>(() => Train(device));
        Assert.Contains(LibTorch.HasCuda ? "the first is cuda:0" : "TorchSharp-cuda-linux", thrown.Message, StringComparison.Ordinal);
    }

    [TheoryNeeding(Need.LibTorch)]
    [InlineData("auto")]
    [InlineData("cpu")]
    public void The_cpu_is_always_here(string device) => Assert.True(Train(device).Steps > 0);

    static TrainingResult Train(string device) => new TorchSharpTrainingEngine(new() { Device = device })
        .Train(Spec, InputEncoding.Pixels, Steps.Data(Spec, 8), null, new() { Epochs = 1, BatchSize = 4 });
}
