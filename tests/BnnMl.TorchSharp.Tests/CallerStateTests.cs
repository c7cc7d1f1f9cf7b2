using TorchSharp;

namespace BnnMl.TorchSharp.Tests;

/// <summary>What a caller has set for its thread or process does not reach a training, and the training leaves it as it was.</summary>
[Collection(nameof(LiveTensors))]
[Trait("Category", "Native")]
public sealed class CallerStateTests
{
    static readonly NetworkSpec Spec = NetworkSpec.Parse("C4-MP2-FC8", new(1, 6, 6), 3);
    static readonly EncodedDataset Data = Steps.Data(Spec, 32);

    [FactNeeding(Need.LibTorch)]
    public void A_callers_dispose_scope_stays_empty_and_takes_nothing_along()
    {
        using var scope = torch.NewDisposeScope();
        var first = Train();
        Assert.Equal(0, scope.DisposablesCount);
        Same(first, Train());
    }

    [FactNeeding(Need.LibTorch)]
    public void Gradients_switched_off_and_another_default_type_change_nothing()
    {
        var expected = Train();
        torch.set_default_dtype(torch.float64);
        try
        {
            using var off = torch.no_grad();
            Same(expected, Train());
            Assert.False(torch.is_grad_enabled());
        }
        finally
        {
            torch.set_default_dtype(torch.float32);
        }
    }

    [FactNeeding(Need.LibTorch)]
    public void The_number_of_threads_is_put_back()
    {
        var threads = torch.get_num_threads();
        Train(threads + 1);
        Assert.Equal(threads, torch.get_num_threads());
    }

    [FactNeeding(Need.LibTorch)]
    public void Trainings_run_side_by_side()
    {
        var alone = Train(threads: 1);
        var results = new TrainingResult[3];
        Parallel.For(0, results.Length, i => results[i] = Train(threads: 1));
        Assert.All(results, result => Same(alone, result));
    }

    static TrainingResult Train(int threads = 0) => new TorchSharpTrainingEngine(new() { Device = "cpu" })
        .Train(Spec, InputEncoding.Pixels, Data, null, new() { Epochs = 2, BatchSize = 8, Threads = threads });

    static void Same(TrainingResult a, TrainingResult b) => Assert.Equal(a.Latent.Weights(1).ToArray(), b.Latent.Weights(1).ToArray());
}
