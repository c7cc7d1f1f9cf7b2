using BnnMl.Cli.Output;

namespace BnnMl.Cli.Tests;

public sealed class TrackedTrainingTests
{
    [Theory]
    [InlineData(1, 46_799, null)]
    [InlineData(10, 90, 90)]
    public void The_first_batches_give_no_remaining_time(double elapsed, double remaining, int? shown)
    {
        var kept = new KeptTracker();
        new TrackedTraining(kept).Report(new(0.01, 8, 1, 1000, 2.5, 0.1, null, TimeSpan.FromSeconds(elapsed), TimeSpan.FromSeconds(remaining)));
        Assert.Equal([elapsed / (elapsed + remaining)], kept.Fractions);
        Assert.Equal(["epoch 0.0 of 8  loss 2.500  train 10.00 %"], kept.Details);
        Assert.Equal([shown is { } seconds ? TimeSpan.FromSeconds(seconds) : null], kept.Remaining);
    }
}
