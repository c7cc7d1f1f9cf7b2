using System.Text;

namespace BnnMl.Benchmarks;

/// <summary>The results of a run as one Markdown table, with what they are valid for above it and how to read it below.</summary>
static class MarkdownTable
{
    const string Heading = """
        | work | threads | ratio (quartiles) | ours | peer | GMAC/s | of the limit | goal | reached |
        |---|---|---|---|---|---|---|---|---|
        """;

    const string Legend = """
        Medians of pairs of runs, ours and the peer's in turns in one process; in brackets the quartiles over the pairs. Ratio: how many times as long the peer takes, unless the
        row says otherwise. GMAC/s: ours, all multiply-accumulates of the network, those of the 8-bit first layer counted once. The limit: that of all threads used. A row with
        two numbers of threads reaches its goal where both do.
        """;

    /// <param name="facts">Name and value, in order.</param>
    /// <param name="lines">The table.</param>
    internal static string Write(IReadOnlyList<(string Name, string Value)> facts, IReadOnlyList<Line> lines)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in facts)
            text.Append($"- {name}: {value}\n");
        text.Append('\n').Append(Heading).Append('\n');
        foreach (var line in lines)
            text.Append($"| {string.Join(" | ", Cells(line))} |\n");
        return text.Append('\n').Append(Legend).Append('\n').ToString();
    }

    /// <summary>One line, for progress too.</summary>
    internal static IEnumerable<string> Cells(Line line)
    {
        if (line.WhyNot is { } why)
            return [Escape(line.Work), "", $"{(line.Failed ? "FAILED" : "left out")}: {Escape(why)}", "", "", "", "", "", line.Failed ? "no" : ""];
        return
        [
            Escape(line.Work),
            line.Threads == 0 ? "" : $"{line.Threads}",
            Value(line),
            line.Ours,
            line.Peer,
            line.GmacPerSecond is { } speed ? Units.Digits(speed) : "",
            line.GmacPerSecond / (line.Limit * Math.Max(1, line.Threads)) is { } share ? $"{share * 100:F0} %" : "",
            line.Goal is { } goal ? $"{(goal.AtLeast ? "≥" : "≤")} {Units.Figure(goal.Bound, line.Unit)}" : "",
            line.IsReached switch { true => "yes", false => "**no**", null => "" },
        ];
    }

    static string Value(Line line)
    {
        var median = Units.Figure(line.Value.Median, line.Unit);
        if (line.Value.Lower == line.Value.Upper)
            return $"**{median}**";
        var scale = line.Unit == "%" ? 100 : 1;
        return $"**{median}** ({Units.Digits(line.Value.Lower * scale)} to {Units.Digits(line.Value.Upper * scale)})";
    }

    static string Escape(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
