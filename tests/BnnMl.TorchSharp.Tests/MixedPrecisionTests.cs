using TorchSharp;

namespace BnnMl.TorchSharp.Tests;

[Trait("Category", "Native")]
public sealed class MixedPrecisionTests
{
    /// <summary>On the CPU, which computes in bfloat16 too, so that no GPU is needed to see it.</summary>
    [FactNeeding(Need.LibTorch)]
    public void Products_of_bits_in_bfloat16_are_exact_up_to_256()
    {
        var spec = NetworkSpec.Parse("C8-MP2-C12-FC20", new(1, 8, 8), 4); // K of 72, 192 and 20
        var (data, rows) = (Steps.Data(spec, 32), Enumerable.Range(0, 32).ToArray());
        using var scope = torch.NewDisposeScope();
        var (exact, exactLoss) = Gradients(spec, data, rows, reduced: false);
        var (reduced, reducedLoss) = Gradients(spec, data, rows, reduced: true);
        Assert.Equal(exactLoss, reducedLoss);
        foreach (var (a, b) in exact.Zip(reduced))
            Assert.True(a.sub(b).abs().max().item<float>() <= 0.03 * a.abs().max().item<float>() + 1e-9, $"{a.sub(b).abs().max().item<float>()} of {a.abs().max().item<float>()}");
    }

    static (IList<torch.Tensor> Gradients, float Loss) Gradients(NetworkSpec spec, EncodedDataset data, int[] rows, bool reduced)
    {
        using var trainee = new TorchTrainee(new(spec, InputEncoding.Pixels, data, null, new() { BatchSize = 32 }), torch.CPU, reduced);
        trainee.Begin(Steps.Latent(spec, 6));
        var (loss, _, gradients) = trainee.Gradients(data, rows, null, default);
        return (gradients, loss.item<float>());
    }
}
