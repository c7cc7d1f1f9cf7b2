using System.Diagnostics;
using TorchSharp;

namespace BnnMl.TorchSharp.Tests;

[Collection(nameof(LiveTensors))]
[Trait("Category", "Native")]
public sealed class TorchSharpTrainingEngineTests
{
    static readonly DataSplit Digits = SyntheticDigits.Load(600, 300, seed: 4);
    static readonly EncodedDataset Samples = InputEncoding.Pixels.Encode(Digits.Train);
    static readonly EncodedDataset Others = InputEncoding.Pixels.Encode(Digits.Test);
    static readonly NetworkSpec Tiny = NetworkSpec.Parse("C8-MP2-FC32", Samples.Shape, 10);
    static readonly TrainingOptions Short = new() { Epochs = 2, BatchSize = 64, LearningRate = 0.02, Seed = 5 };

    [FactNeeding(Need.LibTorch)]
    public void It_learns_and_its_record_names_it()
    {
        var result = Train(Tiny, Short with { Epochs = 6, LearningRate = 0.05 });
        Assert.True(result.Curve[^1].ValidationAccuracy >= 0.5, $"{result.Curve[^1]}");
        Assert.Contains("\"engine\":\"torchsharp\"", result.Network.Metadata["training"], StringComparison.Ordinal);
        Assert.All(result.Latent.Weights(1).ToArray(), weight => Assert.InRange(weight, -1f, 1f));
        Assert.Contains(result.Latent.Weights(1).ToArray(), weight => Math.Abs(weight) == 1f); // really clipped
    }

    [TheoryNeeding(Need.LibTorch)]
    [InlineData("C8-D5-MP2-FC32", "ce", 0)]
    [InlineData("FC40", "mhl:8", 0)]
    [InlineData("C8-MP2-C9v", "mcel:4", 0.1)]
    public void The_same_seed_gives_the_same_bits(string notation, string loss, double rate)
    {
        var spec = NetworkSpec.Parse(notation, Samples.Shape, 10);
        var options = Short with { Epochs = 0.5, Loss = Loss.Parse(loss), BitErrors = rate == 0 ? null : BitErrorModel.Symmetric(rate) with { Targets = FlipTargets.Weights | FlipTargets.Activations } };
        var one = Train(spec, options);
        Same(one, Train(spec, options));
        Assert.False(one.Network.Layers[0].Weights.SequenceEqual(Train(spec, options with { Seed = 6 }).Network.Layers[0].Weights));
    }

    [FactNeeding(Need.LibTorch)]
    public void A_cancelled_training_goes_on_to_the_same_bits()
    {
        var path = Path.Combine(Path.GetTempPath(), $"bnnml-{Guid.NewGuid():N}.ckpt");
        try
        {
            using var source = new CancellationTokenSource();
            var options = Short with { CheckpointPath = path, CheckpointEvery = 2 };
            Assert.Throws<OperationCanceledException>(() => Train(Tiny, options, new Reports(_ => source.Cancel()), source.Token));
            Same(Train(Tiny, Short), Train(Tiny, options));
            Assert.Contains("another training", Assert.Throws<InvalidDataException>(() =>
                new NativeTrainingEngine().Train(Tiny, InputEncoding.Pixels, Samples, Others, options)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [FactNeeding(Need.LibTorch)]
    public void Both_engines_go_on_where_either_ended()
    {
        var gentle = Short with { Epochs = 0.2, LearningRate = 1e-9 };
        ITrainingEngine[] engines = [new TorchSharpTrainingEngine(), new NativeTrainingEngine()];
        foreach (var first in engines)
        {
            var trained = first.Train(Tiny, InputEncoding.Pixels, Samples, null, Short with { Epochs = 1 });
            foreach (var second in engines)
            {
                var further = second.Train(Tiny, InputEncoding.Pixels, Samples, null, gentle with { WarmStart = trained.Latent });
                Assert.True(Equal(trained.Network, further.Network) > 0.9999, $"{first.Name}, then {second.Name}: {Equal(trained.Network, further.Network):P} of the weights stayed");
            }
        }
    }

    [FactNeeding(Need.LibTorch)]
    public void No_tensor_outlives_its_step_or_its_training()
    {
        var before = torch.Tensor.TotalCount;
        var live = new List<long>();
        var errors = BitErrorModel.Asymmetric(0.1, 0.05) with { Targets = FlipTargets.Weights | FlipTargets.Activations, Lifetime = ErrorLifetime.Transient };
        var spec = NetworkSpec.Parse("C6-D4-MP2-FC16", Samples.Shape, 10);
        Train(spec, Short with { Epochs = 4, BitErrors = errors }, new Reports(progress =>
        {
            if (progress.EpochEnd is not null)
                live.Add(torch.Tensor.TotalCount);
        }));
        Assert.Equal(4, live.Count);
        Assert.Single(live.Distinct());
        var parameters = (2 * spec.Plan().Count) + 1; // TorchSharp's count keeps the tensor that a Parameter was made from, which no longer exists
        Assert.Equal(before + parameters, torch.Tensor.TotalCount);
    }

    [FactNeeding(Need.LibTorch)]
    public void Memory_is_flat_over_20_epochs()
    {
        var resident = new List<long>();
        Train(Tiny, Short with { Epochs = 20, BatchSize = 100 }, new Reports(progress =>
        {
            if (progress.EpochEnd is not null)
                resident.Add(Process.GetCurrentProcess().WorkingSet64 >> 20);
        }));
        // one leaked map of 8 x 28 x 28 floats per sample would be 14 MiB an epoch
        Assert.True(resident[^1] - resident[4] < 40, $"MiB after each epoch: {string.Join(' ', resident)}");
    }

    [FactNeeding(Need.LibTorch)]
    public void A_training_that_diverges_names_step_cause_and_remedy()
    {
        using var trainee = new TorchTrainee(new(Tiny, InputEncoding.Pixels, Samples, null, Short), torch.CPU, reduced: false);
        trainee.Begin(LatentNetwork.Initial(Tiny, 1));
        using (torch.no_grad())
            trainee.Network.Theta.fill_(float.NaN);
        var thrown = Assert.Throws<TrainingDivergedException>(() => trainee.Step(Samples, new(7, 9, Enumerable.Range(0, 64).ToArray(), 0.01, null, default)));
        Assert.StartsWith("Step 7 of 9: the loss is NaN", thrown.Message, StringComparison.Ordinal);
    }

    static TrainingResult Train(NetworkSpec spec, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default) =>
        new TorchSharpTrainingEngine(new() { Device = "cpu" }).Train(spec, InputEncoding.Pixels, Samples, Others, options, progress, cancel);

    static void Same(TrainingResult a, TrainingResult b)
    {
        for (var layer = 0; layer < a.Network.Layers.Count; layer++)
        {
            Assert.True(a.Network.Layers[layer].Weights.SequenceEqual(b.Network.Layers[layer].Weights), $"weights of layer {layer}");
            Assert.Equal(a.Network.Layers[layer].Thresholds.ToArray(), b.Network.Layers[layer].Thresholds.ToArray());
            Assert.Equal(a.Latent.Weights(layer).ToArray(), b.Latent.Weights(layer).ToArray());
        }

        Assert.Equal(a.Curve, b.Curve);
    }

    /// <summary>Share of equal weight words.</summary>
    static double Equal(PackedNetwork a, PackedNetwork b) => a.Layers.Zip(b.Layers)
        .SelectMany(pair => pair.First.Weights.ToArray().Zip(pair.Second.Weights.ToArray())).Average(pair => pair.First == pair.Second ? 1.0 : 0);

    sealed class Reports(Action<TrainingProgress> act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => act(value);
    }
}
