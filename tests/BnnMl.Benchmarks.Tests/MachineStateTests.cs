namespace BnnMl.Benchmarks.Tests;

public sealed class MachineStateTests
{
    static readonly MachineState quiet = new("0.10 1.00 2.00", "2.10 1.50 2.00", [.. Enumerable.Repeat(new CalibrationTime(1e-4, 1e-4), 40)], CoresOfOthers: 0.02, Cores: 2);

    [Fact]
    public void A_machine_left_alone_is_quiet()
    {
        Assert.True(quiet.IsQuiet);
        Assert.Equal("quiet (a small kernel timed 40 times all through: slowest tenth over quickest 1.00 x; others kept 0.02 of 2 cores busy; load 0.10 1.00 2.00 at the start, 2.10 1.50 2.00 at the end)", quiet.ToString());
    }

    [Fact]
    public void A_kernel_that_takes_twice_as_long_for_a_fifth_of_the_run_disturbs_it()
    {
        var state = quiet with { Calibration = [.. quiet.Calibration, .. Enumerable.Repeat(new CalibrationTime(2e-4, 2e-4), 10)] };
        Assert.False(state.IsQuiet);
        Assert.StartsWith("DISTURBED: figures of a row may be off by 2.00 x (", state.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_slow_sample_does_not() => Assert.True((quiet with { Calibration = [.. quiet.Calibration, new(1, 1)] }).IsQuiet);

    /// <summary>Others on the same cores: each run of a tenth of a millisecond is as quick as ever, but between them the thread waits.</summary>
    [Fact]
    public void Waiting_for_a_core_disturbs_a_run_and_counts_in_full_even_where_it_lasts_all_the_time()
    {
        var state = quiet with { Calibration = [.. Enumerable.Repeat(new CalibrationTime(1e-4, 7e-4), 40)] };
        Assert.False(state.IsQuiet);
        Assert.Equal(7, state.OffBy, 6);
    }

    [Fact]
    public void A_bout_lasts_longer_than_its_runs_take_where_the_thread_waits()
    {
        Calibration.Sample();
        var (shortest, mean) = Calibration.Times[^1];
        Assert.InRange(shortest, 1e-6, mean);
    }

    [Theory]
    [InlineData("3.10 1.00 1.00", "0.50 0.50 0.50", 0.0)]
    [InlineData("0.50 0.50 0.50", "3.10 1.00 1.00", 0.0)]
    [InlineData("0.50 0.50 0.50", "0.50 0.50 0.50", 0.2)]
    public void Others_that_work_disturb_a_run(string start, string end, double others) =>
        Assert.False((quiet with { LoadAtStart = start, LoadAtEnd = end, CoresOfOthers = others }).IsQuiet);

    [Fact]
    public void What_the_system_does_not_say_is_unknown() =>
        Assert.Contains("others kept an unknown number of 2 cores busy; load unknown at the start", (quiet with { LoadAtStart = "unknown", CoresOfOthers = null }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Processor_time_of_others_is_what_is_not_ours()
    {
        var start = ProcessorUse.Of(["cpu  1000 0 100 9000 0 0 0 10 0 0", "cpu0 1", "cpu1 1", "intr 1"], "7 (a) b) S 1 1 1 0 -1 4 0 0 0 0 100 20 30 5 20 0 1 0");
        Assert.Equal(new ProcessorUse(1100, 10, 155, 2), start);
        var end = ProcessorUse.Of(["cpu  1700 100 150 9000 0 20 30 60 0 0", "cpu0 1", "cpu1 1"], "7 (a) b) S 1 1 1 0 -1 4 0 0 0 0 400 20 230 5 20 0 1 0");
        Assert.Equal(0.45, end.CoresOfOthersSince(start, seconds: 10), 6); // 900 + 50 ticks of which 500 are ours
    }

    [Fact]
    public void This_machine_says_what_it_uses()
    {
        if (ProcessorUse.Now is { } now)
            Assert.True(now.Own > 0 && now.All >= now.Own / 2 && now.Cores > 0, now.ToString());
    }
}
