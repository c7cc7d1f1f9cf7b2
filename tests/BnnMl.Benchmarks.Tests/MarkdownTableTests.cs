namespace BnnMl.Benchmarks.Tests;

public sealed class MarkdownTableTests
{
    [Theory]
    [InlineData(15.01, true, "yes")]
    [InlineData(14.99, true, "**no**")]
    [InlineData(14.99, false, "yes")]
    [InlineData(15.01, false, "**no**")]
    public void A_goal_is_reached_or_not(double value, bool atLeast, string reached) =>
        Assert.Equal(reached, MarkdownTable.Cells(Line(value) with { Goal = new(15, atLeast) }).Last());

    [Fact]
    public void A_line_has_ratio_times_speed_share_and_goal()
    {
        var times = new PairedTimes(Times(0.001, 0.002, 0.001, 0.001, 0.001), Times(0.020, 0.022, 0.016, 0.020, 0.018));
        var line = Benchmarks.Line.Of("a|b", 2, times, new(15), "the peer", macs: 200_000_000, limit: 1000);
        Assert.Equal(["a\\|b", "2", "**18.0 x** (16.0 to 20.0)", "1.00 ms", "20.0 ms (the peer)", "200", "10 %", "≥ 15.0 x", "yes"], MarkdownTable.Cells(line));
    }

    [Fact]
    public void What_is_left_out_says_why()
    {
        var table = MarkdownTable.Write([("processor", "P")], [Benchmarks.Line.LeftOut("training", "no libtorch"), Benchmarks.Line.LeftOut("batch", "scores differ", failed: true)]);
        Assert.StartsWith("- processor: P\n", table, StringComparison.Ordinal);
        Assert.Contains("| training |  | left out: no libtorch |", table, StringComparison.Ordinal);
        Assert.Contains("| batch |  | FAILED: scores differ |", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_are_per_cent() =>
        Assert.Equal("**70.0 %** (60.0 to 80.0)", MarkdownTable.Cells(Line(0) with { Unit = "%", Value = new(0.6, 0.7, 0.8) }).ElementAt(2));

    static RunTime[] Times(params double[] seconds) => [.. seconds.Select(time => new RunTime(time, 2 * time))];

    static Line Line(double value) => new("work", 1, new(value, value, value), "x", null, "", "");
}
