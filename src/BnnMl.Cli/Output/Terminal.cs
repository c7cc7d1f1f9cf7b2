using System.CommandLine;
using System.Text;
using System.Text.Json;
using BnnMl.Cli.Options;
using Spectre.Console;

namespace BnnMl.Cli.Output;

/// <summary>
/// What a command says: lines, tables and progress on standard output, drawn on a terminal and plain (no control codes) anywhere else; and with --json one
/// object as the last line. With --json nothing is drawn, so that what a script reads is plain whatever it is attached to.
/// </summary>
sealed class Terminal
{
    readonly TextWriter output;
    readonly IAnsiConsole console;
    readonly bool json;
    bool isTracking;

    Terminal(TextWriter output, bool json, bool drawn)
    {
        (this.output, this.json) = (output, json);
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = drawn ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = drawn && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = drawn ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        IsDrawn = drawn && console.Profile.Capabilities.Ansi;
    }

    /// <summary>True where progress is drawn in place; false where it is plain lines.</summary>
    internal bool IsDrawn { get; }

    internal static Terminal Of(ParseResult parse)
    {
        var (output, json) = (parse.InvocationConfiguration.Output, parse.GetValue(SharedOptions.Json));
        return new Terminal(output, json, !json && ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);
    }

    /// <summary>A line; on a terminal wrapped at words.</summary>
    internal void Line(string text)
    {
        if (!IsDrawn)
        {
            output.WriteLine(text);
            return;
        }

        var width = Math.Max(20, console.Profile.Width - 1);
        foreach (var line in WordWrap.Lines(text, width))
            console.WriteLine(isTracking ? line.PadRight(width) : line); // a bar is drawn over: blanks remove what it leaves behind
    }

    /// <summary>Rows of cells under right-aligned headings; the first <paramref name="leftColumns"/> columns are texts and stand left.</summary>
    internal void Table(int leftColumns, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (!IsDrawn)
        {
            PlainTable.Write(leftColumns, headings, rows, output);
            return;
        }

        var table = new Table { Border = TableBorder.Rounded };
        for (var i = 0; i < headings.Count; i++)
            table.AddColumn(new TableColumn(new Text(headings[i])) { Alignment = i < leftColumns ? Justify.Left : Justify.Right });
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        console.Write(table);
    }

    /// <summary>Runs work that reports its progress.</summary>
    internal T Track<T>(string title, Func<Tracker, T> work)
    {
        if (!IsDrawn)
            return work(new PlainTracker(title, Line));
        isTracking = true;
        try
        {
            return DrawnTracker.Run(console, title, work);
        }
        finally
        {
            isTracking = false;
        }
    }

    /// <summary>The last line, where --json was given.</summary>
    internal void Json(Action<Utf8JsonWriter> fields)
    {
        if (!json)
            return;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
        output.Flush();
    }
}
