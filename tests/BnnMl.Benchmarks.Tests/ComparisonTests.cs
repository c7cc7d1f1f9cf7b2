using System.Text.Json;

namespace BnnMl.Benchmarks.Tests;

public sealed class ComparisonTests
{
    [Fact]
    [Trait("Category", "Native")]
    public void A_short_run_of_one_row_writes_the_table()
    {
        var (output, progress, path) = (new StringWriter(), new StringWriter(), Path.Combine(Path.GetTempPath(), $"bench-{Guid.NewGuid():N}", "table.md"));
        try
        {
            Assert.Equal(0, new Comparison(ComparisonOptions.Parse(["--only", "vgg3-latency", "--minutes", "0.01", "--out", path]), output, progress).Run());
            Assert.Equal(File.ReadAllText(path), output.ToString());
            Assert.Contains("against ONNX Runtime fp32, p50; nothing is allocated | 1 | at least 5.00 x | **", output.ToString(), StringComparison.Ordinal);
            Assert.Contains("- commit: ", output.ToString(), StringComparison.Ordinal);
            Assert.Matches("\n- machine: (quiet|DISTURBED: figures of a row may be off by [0-9.]+ x) [(].*\n- goals: 1 ", output.ToString());
            Assert.Contains("[1/1] vgg3-latency", progress.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Fact]
    public void A_row_that_fails_leaves_the_others_their_results()
    {
        var output = new StringWriter();
        Assert.Equal(1, new Comparison(new([new FailingRow(), new FailingRow()], 1, OutFile: null), output, TextWriter.Null).Run());
        Assert.Equal(2, output.ToString().Split('\n').Count(line => line.StartsWith("| its first line | 1 | at least 1.00 x | **2.00 x** |", StringComparison.Ordinal)));
        Assert.Equal(2, output.ToString().Split('\n').Count(line => line.StartsWith("| a row that fails |  |  | FAILED: too late |", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_childs_lines_travel_as_json()
    {
        var line = new Line("work", 2, new(1, 2, 3), "x", new(9), "1 ms", "2 ms") { GmacPerSecond = 4, Limit = 5, Pairs = 6, Detail = "more" };
        Assert.Equal(line, JsonSerializer.Deserialize<Line>(JsonSerializer.Serialize(line)));
    }

    [Fact]
    public void The_quicker_form_of_a_peer_is_chosen()
    {
        Side slow = new("slow", () => Thread.Sleep(20)), quick = new("quick", () => Thread.Sleep(1));
        Assert.Same(quick, Pairs.Quickest([slow, quick, slow], seconds: 0.2));
    }

    [Fact]
    public void Sides_in_turns_have_one_time_a_round_each_beside_the_calibration()
    {
        var samples = Calibration.Times.Count;
        var times = Rounds.Measure([new("long", () => Thread.Sleep(40)), new("short", () => Thread.Sleep(10))], seconds: 0);
        Assert.Equal([3, 3], times.Select(side => side.Count));
        Assert.True(Calibration.Times.Count >= samples + 6);
        Assert.InRange(Rounds.Medians(times)[0], 0.040, 0.2);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 0)]
    public void A_steady_turn_begins_with_a_run_that_is_not_timed(bool isSteady, int more)
    {
        var (runs, warmUps) = (0, 0);
        Side quick = new("quick", () => { runs++; Thread.Sleep(40); }), slow = new("slow", () => { warmUps = warmUps == 0 ? runs : warmUps; Thread.Sleep(150); });
        var times = Rounds.Measure([quick, slow], seconds: 0, isSteady: isSteady);
        Assert.Equal(3 + more, runs - warmUps);
        Assert.Equal(3, times[0].Count);
    }

    [Fact]
    public void A_second_thread_is_worth_something_between_half_and_twice_of_the_first()
    {
        Assert.Null(CoreScaling.Of(1));
        var scaling = CoreScaling.Of(2)!;
        Assert.Null(scaling.Median);
        var times = Pairs.Measure(new("ours", () => Thread.Sleep(10)), new("peer", () => Thread.Sleep(10)), seconds: 0, scaling);
        Assert.InRange(scaling.Median!.Value, 0.1, 3);
        Assert.Equal(scaling.Median, times.Scaling);
    }

    [Fact]
    public void A_figure_of_rounds_has_quartiles_around_it()
    {
        var times = new[] { Of(1, 1, 1, 1, 2), Of(2, 2, 2, 4, 4) };
        var figure = Rounds.Figure(times, medians => medians.Max() / medians.Min());
        Assert.Equal(2, figure.Median);
        Assert.InRange(figure.Lower, 1, 2);
        Assert.InRange(figure.Upper, 2.0001, 4);
        Assert.Equal(figure, Rounds.Figure(times, medians => medians.Max() / medians.Min()));

        static RunTime[] Of(params double[] seconds) => [.. seconds.Select(time => new RunTime(time, time))];
    }

    [Fact]
    public void Times_of_pairs_are_per_unit()
    {
        var times = Pairs.Measure(new("ours", () => Thread.Sleep(10)), new("peer", () => Thread.Sleep(200), Units: 10), seconds: 0);
        Assert.InRange(times.PeerSeconds.Median, 0.020, 0.040);
        Assert.InRange(times.Ratio.Median, 1.0, 3.0);
    }
}
