using System.Text;

namespace BnnMl.Benchmarks;

/// <summary>The results of a run as one Markdown table, with what they are valid for above it and how to read it below.</summary>
static class MarkdownTable
{
    const string Heading = """
        | work | threads | goal | measured (quartiles) | pairs | verdict | ours | peer | GMAC/s | of the limit |
        |---|---|---|---|---|---|---|---|---|---|
        """;

    const string Legend = """
        Measured: how many times as long the peer takes, unless the row says otherwise; the median of pairs of runs, ours and the peer's in turns in one process, in brackets the
        quartiles over the pairs. Pairs: of runs; rounds, where more than two are timed in turns (the quartiles then are those of the figure over rounds drawn again). Verdict:
        met or missed by the median; not judged where the machine was disturbed and the goal lies between the quartiles. GMAC/s: ours, all multiply-accumulates of the network,
        those of the 8-bit first layer counted once. A loop in registers: what two threads did of it in the same turns, one thread alone being 1; below 1.9 the machine had no two
        cores for them, and a goal about threads is not judged. The limit: that of all threads used,
        bit-sliced or, for training steps, of float32's multiply-adds, which bits can exceed. Quartiles are those of this run: on a shared machine another run can lie beyond them. A row with two numbers of threads meets its goal where both do.
        """;

    /// <param name="facts">Name and value, in order.</param>
    /// <param name="lines">The table.</param>
    /// <param name="disturbed">Whether others took part of the machine.</param>
    internal static string Write(IReadOnlyList<(string Name, string Value)> facts, IReadOnlyList<Line> lines, bool disturbed)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in facts)
            text.Append($"- {name}: {value}\n");
        text.Append('\n').Append(Heading).Append('\n');
        foreach (var line in lines)
            text.Append($"| {string.Join(" | ", Cells(line, disturbed))} |\n");
        return text.Append('\n').Append(Legend).Append('\n').ToString();
    }

    /// <summary>One line, for progress too.</summary>
    internal static IEnumerable<string> Cells(Line line, bool disturbed)
    {
        if (line.WhyNot is { } why)
            return [Escape(line.Work), "", "", $"{(line.Failed ? "FAILED" : "left out")}: {Escape(why)}", "", line.Failed ? "**missed**" : "", "", "", "", ""];
        return
        [
            Escape(line.Work),
            line.Threads == 0 ? "" : $"{line.Threads}",
            line.Goal is { } goal ? $"at {(goal.AtLeast ? "least" : "most")} {Units.Figure(goal.Bound, line.Unit)}" : "",
            Value(line),
            $"{line.Pairs}",
            line.Verdict(disturbed) switch { Verdict.Met => "met", Verdict.Missed => "**missed**", Verdict.NotJudged => "not judged (disturbed)", _ => "" },
            line.Ours,
            line.Peer,
            line.GmacPerSecond is { } speed ? Units.Digits(speed) : "",
            line.GmacPerSecond / (line.Limit * Math.Max(1, line.Threads)) is { } share ? $"{share * 100:F0} %" : "",
        ];
    }

    static string Value(Line line)
    {
        var median = Units.Figure(line.Value.Median, line.Unit);
        var detail = (line.Detail is { } more ? $"; {more}" : "") + (line.Scaling is { } scaling ? $"; a loop in registers: {Units.Digits(scaling)} x" : "");
        if (line.Value.Lower == line.Value.Upper)
            return $"**{median}**{detail}";
        var scale = line.Unit == "%" ? 100 : 1;
        return $"**{median}** ({Units.Digits(line.Value.Lower * scale)} to {Units.Digits(line.Value.Upper * scale)}){detail}";
    }

    static string Escape(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
