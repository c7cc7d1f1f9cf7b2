namespace BnnMl.Cli.Output;

/// <summary>A table for logs and pipes, in Markdown, so that it can be pasted; never wrapped.</summary>
static class PlainTable
{
    internal static void Write(int leftColumns, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows, TextWriter output)
    {
        IReadOnlyList<string>[] lines = [headings, .. rows];
        var widths = Enumerable.Range(0, headings.Count).Select(column => Math.Max(3, lines.Max(line => line[column].Length))).ToArray();
        string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells.Select((cell, i) => i < leftColumns ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))} |";
        output.WriteLine(Row(headings));
        output.WriteLine(Row([.. widths.Select((width, i) => i < leftColumns ? new string('-', width) : new string('-', width - 1) + ":")]));
        foreach (var line in lines.Skip(1))
            output.WriteLine(Row(line));
    }
}
