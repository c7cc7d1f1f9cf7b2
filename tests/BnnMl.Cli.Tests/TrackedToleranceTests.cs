using BnnMl.Cli.Output;

namespace BnnMl.Cli.Tests;

public sealed class TrackedToleranceTests
{
    [Fact]
    public void The_clean_pass_counts_as_one_chip()
    {
        var (kept, tracker) = Tracked([0, 0.01, 0.05, 0.1], chips: 50);
        tracker.Report(new(50, 200, 0, 0.9)); // of clean accuracy, measured in one pass
        tracker.Report(new(51, 200, 0.01, 0.9));
        tracker.Report(new(150, 200, 0.05, 0.9));
        tracker.Report(new(200, 200, 0.1, 0.8));
        Assert.Equal([1 / 151.0, 2 / 151.0, 101 / 151.0, 1], kept.Fractions);
        Assert.Equal(TimeSpan.Zero, kept.Remaining[^1]);
    }

    [Fact]
    public void Chips_that_an_early_stop_leaves_out_make_the_rest_no_quicker()
    {
        var (kept, tracker) = Tracked([0.01, 0.1], chips: 100);
        Thread.Sleep(100);
        tracker.Report(new(1, 200, 0.01, 0.9));
        tracker.Report(new(100, 200, 0.01, 0.9)); // stopped after 2: 3 passes took 100 ms, 100 are left
        Assert.Equal(101 / 201.0, kept.Fractions[^1]);
        Assert.InRange(kept.Remaining[^1]!.Value, TimeSpan.FromSeconds(3.3), TimeSpan.FromSeconds(60));
    }

    static (KeptTracker Kept, TrackedTolerance Tracker) Tracked(double[] rates, int chips)
    {
        var kept = new KeptTracker();
        return (kept, new(kept, new() { BitErrorRates = rates, Chips = chips }));
    }
}
