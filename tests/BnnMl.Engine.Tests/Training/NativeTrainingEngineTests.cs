namespace BnnMl.Engine.Tests.Training;

public class NativeTrainingEngineTests
{
    static readonly TrainingOptions Short = new() { Epochs = 3, BatchSize = 32, LearningRate = 0.02, Seed = 5 };

    [Fact]
    public void Learns_two_classes_and_its_validation_is_the_packed_networks()
    {
        var (spec, data) = Blobs("C8-MP2-FC32", 400);
        var result = Train(spec, data, Short with { Epochs = 6 });
        Assert.True(result.Curve[^1].ValidationAccuracy >= 0.95, $"{result.Curve[^1]}");
        Assert.Equal(Correct(result.Network, data) / (double)data.Count, result.Curve[^1].ValidationAccuracy);
        Assert.Equal(6, result.Epochs, 1e-9);
        Assert.Contains("\"engine\":\"native\"", result.Network.Metadata["training"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C8-D5-MP2-FC32", "ce", 0)]
    [InlineData("FC40", "mhl:8", 0)]
    [InlineData("C8-MP2-C9v", "mcel:4", 0.1)]
    public void Same_seed_gives_the_same_bits_for_any_threads(string notation, string loss, double rate)
    {
        var (spec, data) = Blobs(notation, 100);
        var options = Short with { Loss = Loss.Parse(loss), BitErrors = rate == 0 ? null : BitErrorModel.Symmetric(rate) with { Targets = FlipTargets.Weights | FlipTargets.Activations } };
        var one = Train(spec, data, options with { Threads = 1 });
        Same(one, Train(spec, data, options with { Threads = 2 }));
        Same(one, Train(spec, data, options with { Threads = 3 }));
        Assert.False(one.Network.Layers[0].Weights.SequenceEqual(Train(spec, data, options with { Seed = 6 }).Network.Layers[0].Weights));
    }

    [Fact]
    public void A_cancelled_training_goes_on_to_the_same_bits()
    {
        var (spec, data) = Blobs("C8-MP2-FC32", 100);
        var whole = Train(spec, data, Short);
        var options = Short with { CheckpointPath = Path.Combine(Path.GetTempPath(), $"bnnml-{Guid.NewGuid():N}.ckpt"), CheckpointEvery = 2 };
        try
        {
            using var source = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => Train(spec, data, options, new StepProgress(_ => source.Cancel()), source.Token));
            Same(whole, Train(spec, data, options));
            var other = Assert.Throws<InvalidDataException>(() => Train(spec, data, options with { Seed = 9 }));
            Assert.Contains("another training", other.Message, StringComparison.Ordinal);
            var bytes = File.ReadAllBytes(options.CheckpointPath!);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(options.CheckpointPath!, bytes);
            Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => Train(spec, data, options)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(options.CheckpointPath!);
        }
    }

    [Fact]
    public void A_training_within_a_budget_goes_on_within_another()
    {
        var (spec, data) = Blobs("C8-MP2-FC32", 100);
        var path = Path.Combine(Path.GetTempPath(), $"bnnml-{Guid.NewGuid():N}.ckpt");
        var options = Short with { Epochs = 1000, Budget = TimeSpan.FromSeconds(5), CheckpointPath = path, CheckpointEvery = 1_000_000 };
        try
        {
            using var source = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => Train(spec, data, options, new StepProgress(_ => source.Cancel()), source.Token));
            Assert.True(File.Exists(path));
            Assert.True(Train(spec, data, options with { Budget = TimeSpan.FromSeconds(4.9) }).Steps > 1);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Latent_weights_are_really_clipped()
    {
        var (spec, data) = Blobs("FC40", 64);
        using var network = new TrainingNetwork(spec, 0, new Loss.CrossEntropy(), 64, 1, null);
        new NativeTrainee(network).Begin(LatentNetwork.Initial(spec, 1));
        network.Input.Choose(data, [.. Enumerable.Range(0, 64)]);
        for (var step = 1; step <= 20; step++)
        {
            network.Forward();
            network.Backward(new(step, 20, default, 0.5, null, default));
        }

        foreach (var layer in network.Layers)
        {
            Assert.All(layer.Weights.Span.ToArray(), weight => Assert.InRange(weight, -1f, 1f));
            Assert.Contains(layer.Weights.Span.ToArray(), weight => Math.Abs(weight) == 1f);
        }
    }

    [Fact]
    public unsafe void A_loss_that_is_not_finite_names_step_cause_and_remedy()
    {
        var (spec, data) = Blobs("FC40", 64);
        using var network = new TrainingNetwork(spec, 0, new Loss.CrossEntropy(), 64, 1, null);
        new NativeTrainee(network).Begin(LatentNetwork.Initial(spec, 1));
        network.Input.Choose(data, [.. Enumerable.Range(0, 64)]);
        network.Forward();
        network.Output.Theta.Pointer[0] = float.NaN;
        var thrown = Assert.Throws<TrainingDivergedException>(() => network.Backward(new(7, 9, default, 0.01, null, default)));
        Assert.StartsWith("Step 7 of 9: the loss is NaN", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("LearningRate", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_were_timed_for_a_budget_leave_no_trace()
    {
        var (spec, data) = Blobs("FC16", 200);
        var limited = Train(spec, data, Short with { Epochs = 2, Budget = TimeSpan.FromSeconds(10) });
        Assert.InRange(limited.Epochs, 0.01, 2.1);
        Same(limited, Train(spec, data, Short with { Epochs = limited.Epochs }));
    }

    [Fact]
    public void A_budget_chooses_the_steps_that_fit()
    {
        var (epochs, most) = (0, 10_000);
        var steps = TrainingBudget.Steps(TimeSpan.FromSeconds(2), System.Diagnostics.Stopwatch.StartNew(), 10, most, () => Thread.Sleep(10), () => epochs++);
        Assert.InRange(steps, 1, 170); // 85 % of 2 s in steps of at least 10 ms
        Assert.Equal(2, epochs);
    }

    [Fact]
    public void A_budget_without_time_for_anything_still_makes_a_step()
    {
        var (spec, data) = Blobs("FC16", 200);
        var least = Train(spec, data, Short with { Budget = TimeSpan.FromTicks(1) });
        Assert.Equal((1, false), (least.Steps, least.StoppedEarly));
        Same(least, Train(spec, data, Short with { Epochs = least.Epochs }));
    }

    [Fact]
    public void A_training_stopped_early_says_so_and_its_checkpoint_is_finished()
    {
        var (spec, data) = Blobs("FC8", 64); // 2 steps per epoch
        var options = Short with { Epochs = 1000, Budget = TimeSpan.FromSeconds(3), CheckpointPath = Path.Combine(Path.GetTempPath(), $"bnnml-{Guid.NewGuid():N}.ckpt") };
        try
        {
            var stopped = Train(spec, data, options, new StepProgress(_ => Thread.Sleep(3500)));
            Assert.True(stopped.StoppedEarly && stopped.PlannedEpochs > stopped.Epochs, $"{stopped.Epochs} of {stopped.PlannedEpochs} epochs");
            Assert.Contains("\"stopped_early\":true,\"planned_epochs\":", stopped.Network.Metadata["training"], StringComparison.Ordinal);
            var again = Train(spec, data, options);
            Same(stopped, again);
            Assert.Equal((stopped.Steps, true), (again.Steps, again.StoppedEarly));
        }
        finally
        {
            File.Delete(options.CheckpointPath!);
        }
    }

    [Fact]
    public void Every_point_of_the_curve_is_reported_at_its_epochs_end()
    {
        var (spec, data) = Blobs("FC16", 100);
        var points = new List<LearningCurvePoint>();
        var result = Train(spec, data, Short with { Epochs = 9 }, new StepProgress(progress =>
        {
            if (progress.EpochEnd is { } point)
                points.Add(point);
        }));
        Assert.Equal(9, points.Count);
        Assert.Equal(result.Curve, points);
    }

    [Fact]
    public void Without_better_epochs_the_training_ends_with_the_best()
    {
        var (spec, data) = Blobs("FC40", 100);
        var patient = Train(spec, data, Short with { Epochs = 200, Patience = 2 });
        Assert.True(patient.StoppedEarly, "200 epochs of two blobs are enough to stop improving");
        var best = patient.Curve.MaxBy(point => point.ValidationAccuracy)!;
        Assert.Equal(best.Epoch, patient.BestEpoch);
        Assert.InRange(patient.Epochs, best.Epoch + 1.5, best.Epoch + 2.5); // epochs end at whole steps
        Assert.Equal(best.ValidationAccuracy, Correct(patient.Network, data) / (double)data.Count);
        Assert.Contains("\"stopped_early\":true", patient.Network.Metadata["training"], StringComparison.Ordinal);
        var thrown = Assert.Throws<ArgumentException>(() => new NativeTrainingEngine().Train(spec, InputEncoding.Pixels, data, null, Short with { Patience = 2 }));
        Assert.Contains("validation", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Early_stopping_goes_on_from_its_checkpoint_to_the_same_bits()
    {
        var (spec, data) = Blobs("FC40", 100);
        var options = Short with { Epochs = 200, Patience = 3 };
        var whole = Train(spec, data, options);
        var path = Path.Combine(Path.GetTempPath(), $"bnnml-{Guid.NewGuid():N}.ckpt");
        try
        {
            using var source = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => Train(spec, data, options with { CheckpointPath = path },
                new StepProgress(progress => { if (progress.Epoch > 2) source.Cancel(); }), source.Token));
            var resumed = Train(spec, data, options with { CheckpointPath = path });
            Same(whole, resumed);
            Assert.Equal(whole.BestEpoch, resumed.BestEpoch);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_warm_start_begins_where_the_last_training_ended()
    {
        var (spec, data) = Blobs("C8-MP2-FC32", 200);
        var first = Train(spec, data, Short with { Epochs = 4 });
        var path = Path.Combine(Path.GetTempPath(), $"bnnml-{Guid.NewGuid():N}.safetensors");
        try
        {
            first.Latent.Save(path);
            var loaded = LatentNetwork.Load(path);
            var gentle = Short with { Epochs = 0.2, LearningRate = 1e-9 };
            var second = Train(spec, data, gentle with { WarmStart = loaded });
            Assert.Equal(first.Network.Layers[1].Weights, second.Network.Layers[1].Weights);
            Assert.False(first.Network.Layers[1].Weights.SequenceEqual(Train(spec, data, gentle).Network.Layers[1].Weights));
            Assert.Contains("same architecture", Assert.Throws<ArgumentException>(() => Train(NetworkSpec.Parse("FC9", spec.Input, 2), data, gentle with { WarmStart = loaded })).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Equal_weights_of_samples_change_nothing()
    {
        var (spec, data) = Blobs("FC40", 100);
        var weighted = new EncodedDataset(data.Shape, 2, data.Rows(0, data.Count).ToArray(), data.Labels.ToArray(), [.. Enumerable.Repeat(4f, data.Count)]);
        Same(Train(spec, data, Short), new NativeTrainingEngine().Train(spec, InputEncoding.Pixels, weighted, data, Short));
    }

    static TrainingResult Train(NetworkSpec spec, EncodedDataset data, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default) =>
        new NativeTrainingEngine().Train(spec, InputEncoding.Pixels, data, data, options, progress, cancel);

    static void Same(TrainingResult a, TrainingResult b)
    {
        Assert.Equal(a.Curve, b.Curve);
        Assert.Equal(a.Network.OutputScales, b.Network.OutputScales);
        Assert.Equal(a.Network.OutputBiases, b.Network.OutputBiases);
        foreach (var (x, y) in a.Network.Layers.Zip(b.Network.Layers))
        {
            Assert.Equal(x.Weights, y.Weights);
            Assert.Equal(x.Thresholds, y.Thresholds);
        }
    }

    static int Correct(PackedNetwork network, EncodedDataset data)
    {
        var predictor = new Predictor(network);
        return Enumerable.Range(0, data.Count).Count(i => predictor.Predict(data.Row(i)) == data.Labels[i]);
    }

    /// <summary>Noise with a bright blob at the left or at the right.</summary>
    static (NetworkSpec Spec, EncodedDataset Data) Blobs(string notation, int count)
    {
        var (random, shape) = (new Random(4), new MapShape(1, 8, 8));
        var (inputs, labels) = (new byte[count * 64], new int[count]);
        random.NextBytes(inputs);
        for (var n = 0; n < count; n++)
        {
            labels[n] = random.Next(2);
            for (var y = 2; y < 6; y++)
                for (var x = 0; x < 3; x++)
                    inputs[(n * 64) + (y * 8) + (labels[n] * 4) + x] = (byte)random.Next(150, 256);
        }

        return (NetworkSpec.Parse(notation, shape, 2), new EncodedDataset(shape, 2, inputs, labels));
    }

    sealed class StepProgress(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
