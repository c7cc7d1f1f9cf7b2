namespace BnnMl.Benchmarks.Tests;

public sealed class MarkdownTableTests
{
    [Theory]
    [InlineData(15.01, true, "met")]
    [InlineData(14.99, true, "**missed**")]
    [InlineData(14.99, false, "met")]
    [InlineData(15.01, false, "**missed**")]
    public void A_goal_is_met_or_missed(double value, bool atLeast, string verdict) =>
        Assert.Equal(verdict, Verdict(Line(value) with { Goal = new(15, atLeast) }, disturbed: true));

    [Theory]
    [InlineData(14, 16, true, "not judged (disturbed)")]
    [InlineData(14, 16, false, "met")]
    [InlineData(15, 16, true, "met")]
    [InlineData(15.1, 16, true, "met")]
    public void A_goal_between_the_quartiles_is_not_judged_on_a_disturbed_machine(double lower, double upper, bool disturbed, string verdict) =>
        Assert.Equal(verdict, Verdict(Line(0) with { Value = new(lower, 15.5, upper), Goal = new(15) }, disturbed));

    [Theory]
    [InlineData(1.31, true, "not judged (disturbed)")]
    [InlineData(1.95, true, "**missed**")]
    [InlineData(1.31, false, "**missed**")]
    public void A_goal_about_threads_is_not_judged_where_the_machine_has_no_two_cores_for_them(double scaling, bool isAboutThreads, string verdict)
    {
        var line = Line(1.6) with { Goal = new(1.85), Scaling = scaling, IsAboutThreads = isAboutThreads };
        Assert.Equal(verdict, Verdict(line, disturbed: false));
        Assert.Equal($"**1.60 x**; a loop in registers: {scaling:F2} x", MarkdownTable.Cells(line, disturbed: false).ElementAt(3));
    }

    [Fact]
    public void A_goal_says_which_direction_is_good()
    {
        Assert.Equal("at least 15.0 x", MarkdownTable.Cells(Line(1) with { Goal = new(15) }, disturbed: false).ElementAt(2));
        Assert.Equal("at most 1.25 x", MarkdownTable.Cells(Line(1) with { Goal = new(1.25, AtLeast: false) }, disturbed: false).ElementAt(2));
    }

    [Fact]
    public void A_line_has_ratio_times_speed_share_and_goal()
    {
        var times = new PairedTimes(Times(0.001, 0.002, 0.001, 0.001, 0.001), Times(0.020, 0.022, 0.016, 0.020, 0.018));
        var line = Benchmarks.Line.Of("a|b", 2, times, new(15), "the peer", macs: 200_000_000, limit: 1000);
        Assert.Equal(["a\\|b", "2", "at least 15.0 x", "**18.0 x** (16.0 to 20.0)", "5", "met", "1.00 ms", "20.0 ms (the peer)", "200", "10 %"], MarkdownTable.Cells(line, disturbed: false));
    }

    [Fact]
    public void What_is_left_out_says_why()
    {
        var table = MarkdownTable.Write([("processor", "P")], [Benchmarks.Line.LeftOut("training", "no libtorch"), Benchmarks.Line.LeftOut("batch", "scores differ", failed: true)], disturbed: false);
        Assert.StartsWith("- processor: P\n", table, StringComparison.Ordinal);
        Assert.Contains("| training |  |  | left out: no libtorch |", table, StringComparison.Ordinal);
        Assert.Contains("| batch |  |  | FAILED: scores differ |", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_are_per_cent() =>
        Assert.Equal("**70.0 %** (60.0 to 80.0); of windows", MarkdownTable.Cells(Line(0) with { Unit = "%", Value = new(0.6, 0.7, 0.8), Detail = "of windows" }, disturbed: false).ElementAt(3));

    [Fact]
    public void Every_row_has_as_many_cells_as_the_heading()
    {
        var table = MarkdownTable.Write([], [Line(1), Benchmarks.Line.LeftOut("training", "no libtorch")], disturbed: true).Split('\n').Where(line => line.StartsWith('|')).ToArray();
        Assert.Equal(4, table.Length);
        Assert.Single(table.Select(line => line.Count(letter => letter == '|')).Distinct());
    }

    static string Verdict(Line line, bool disturbed) => MarkdownTable.Cells(line, disturbed).ElementAt(5);

    static RunTime[] Times(params double[] seconds) => [.. seconds.Select(time => new RunTime(time, 2 * time))];

    static Line Line(double value) => new("work", 1, new(value, value, value), "x", null, "", "");
}
