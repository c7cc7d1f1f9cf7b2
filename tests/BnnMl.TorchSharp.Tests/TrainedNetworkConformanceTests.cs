using TorchSharp;

namespace BnnMl.TorchSharp.Tests;

[Trait("Category", "Conformance")]
public sealed class TrainedNetworkConformanceTests
{
    [TheoryNeeding(Need.LibTorch)]
    [InlineData("C13-MP2-C9-MP2-FC33", 1, 13, 12, "ce")]
    [InlineData("C16k5-D8-MP2-C5v-FC20", 2, 10, 9, "mcel:4")]
    [InlineData("FC65-FC63", 70, 1, 1, "mhl:16")]
    public void Modules_score_as_the_packed_network_they_fold_to(string notation, int channels, int height, int width, string loss)
    {
        var spec = NetworkSpec.Parse(notation, new(channels, height, width), 5);
        var (data, rows) = (Steps.Data(spec, 96), Enumerable.Range(0, 96).ToArray());
        var encoding = new InputEncoding([0f], [1f], 100);
        using var trainee = new TorchTrainee(new(spec, encoding, data, null, new() { BatchSize = 48, Loss = Loss.Parse(loss) }), torch.CPU, reduced: false);
        trainee.Begin(LatentNetwork.Initial(spec, 3));
        for (var step = 1; step <= 10; step++)
            trainee.Step(data, new(step, 10, rows.AsMemory(step % 2 * 48, 48), 0.05, null, default));
        var (statistics, latent) = (trainee.Measure(data, rows, null, _ => default, default), trainee.Latent());
        var packed = new PackedClassifier(NetworkFolding.Fold(latent, statistics, encoding, new Dictionary<string, string>()), data).Scores();
        var scores = Evaluate(trainee.Network, statistics, data, rows);
        Assert.True(packed.Cast<float>().Distinct().Count() > 20, "scores that hardly differ would show nothing");
        for (var n = 0; n < rows.Length; n++)
            for (var c = 0; c < spec.Classes; c++)
                Assert.Equal(packed[n, c], (latent.OutputScale * scores[n, c]) + latent.Shifts(spec.Plan().Count - 1)[c], 1e-5f);
    }

    [FactNeeding(Need.LibTorch)]
    public void Both_engines_reach_the_same_accuracy()
    {
        var split = Machine.Tables is null ? SyntheticDigits.Load(1500, 500, 1) : DataSource.Load(Path.Combine(Machine.Tables, "optdigits-train.csv"));
        Near(NetworkSpec.Parse("FC64", split.Train.Shape, 10), split, new() { Epochs = 4, BatchSize = 64 }, within: 0.02);
    }

    [FactNeeding(Need.LibTorch)]
    [Trait("Category", "Slow")]
    public void Both_engines_reach_the_same_accuracy_on_images_with_bit_errors()
    {
        var split = SyntheticDigits.Load(8000, 2000, 1);
        Near(NetworkSpec.Parse("C16-MP2-C32-MP2-FC64", split.Train.Shape, 10), split, new() { Epochs = 5, BitErrors = BitErrorModel.Symmetric(0.05) }, within: 0.02);
    }

    /// <summary>Mean over 3 seeds of the accuracy after full training.</summary>
    static void Near(NetworkSpec spec, DataSplit split, TrainingOptions options, double within)
    {
        var encoding = InputEncoding.Fit(split.Train);
        var (train, test) = (encoding.Encode(split.Train), encoding.Encode(split.Test));
        double[] Accuracies(ITrainingEngine engine) => [.. Enumerable.Range(1, 3).Select(seed => engine.Train(spec, encoding, train, test, options with { Seed = seed }).Curve[^1].ValidationAccuracy!.Value)];
        var (native, torch) = (Accuracies(new NativeTrainingEngine()), Accuracies(new TorchSharpTrainingEngine(new() { Device = "cpu" })));
        Assert.True(native.Average() > 0.7, $"native: {string.Join(' ', native)}");
        Assert.True(Math.Abs(native.Average() - torch.Average()) <= within, $"native {string.Join(' ', native)}, torchsharp {string.Join(' ', torch)}");
    }

    /// <summary>z of the output layer in evaluation mode [n, classes].</summary>
    static float[,] Evaluate(BinaryNetwork network, LayerStatistics[] statistics, EncodedDataset data, int[] rows)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        network.eval();
        foreach (var (layer, own) in network.Layers.Zip(statistics))
        {
            layer.Mean.copy_(torch.tensor(own.Mean));
            layer.Inverse.copy_(torch.tensor(own.InverseDeviation));
        }

        var z = network.forward(BatchTensors.Of(data, rows, 100, torch.CPU).Inputs).data<float>().ToNDArray();
        return (float[,])z;
    }
}
