namespace BnnMl.Cli.Output;

/// <summary>Rows of a table of names and texts that fits 80 columns: every item begins a row, and goes on in the next ones under no name.</summary>
static class WrappedRows
{
    const int Columns = 80;
    const int Borders = 7;
    const int Least = 20; // columns of a text: beside a name that leaves fewer the table is wider

    /// <param name="facts">Names, each with its items.</param>
    internal static IEnumerable<IReadOnlyList<string>> Of(IReadOnlyList<(string Name, IReadOnlyList<string> Items)> facts)
    {
        var width = Math.Max(Least, Columns - Borders - facts.Max(fact => fact.Name.Length));
        return facts.SelectMany(fact => fact.Items.SelectMany(item => WordWrap.Lines(item, width)).Select((line, i) => (IReadOnlyList<string>)[i == 0 ? fact.Name : "", line]));
    }
}
