using System.Globalization;
using System.Text;

namespace BnnMl;

/// <summary>How the lines of a table are cut, which column is the label, and which columns hold texts: given by options, else found from the first lines.</summary>
/// <param name="Delimiter">A space stands for any run of blanks.</param>
/// <param name="HeaderLine">Line number of the names; 0 without.</param>
/// <param name="Names">One per column; null without a header.</param>
/// <param name="Columns">Fields per line, the label's too; 2 to <see cref="MaxColumns"/>.</param>
/// <param name="Label">Column of the label, from 0.</param>
/// <param name="IsText">Per column: most of its values in the first lines are not numbers. It becomes one feature per different text.</param>
sealed record TableLayout(byte Delimiter, int HeaderLine, string[]? Names, int Columns, int Label, bool[] IsText)
{
    internal const int MaxColumns = 1 << 16;

    /// <summary>Lines looked at, and bytes of them.</summary>
    const int SampleLines = 100;
    const int SampleBytes = 1 << 20;

    /// <summary>"column 3 (from 0, 'Bare Nuclei')".</summary>
    internal string Name(int column) => Names is null ? $"column {column} (from 0)" : $"column {column} (from 0, '{Names[column]}')";

    /// <summary>False for what is not a row: the lines up to the header, blank lines, and comments, which begin with // or #.</summary>
    internal bool IsRow(int number, ReadOnlySpan<byte> line) => number > HeaderLine && !IsBlank(line) && line is not [(byte)'#', ..] && !line.StartsWith("//"u8);

    /// <exception cref="InvalidDataException">There are no rows, they are not cut into equally many fields, or there is no label column.</exception>
    internal static TableLayout Detect(string path, DataSourceOptions options)
    {
        var sample = ReadSample(path);
        var rows = sample.Where(line => line.Bytes[0] != '#').ToList();
        if (rows.Count == 0)
            throw new InvalidDataException($"{path}: there are no rows. Give a table with one sample per line.");
        var delimiter = options.Delimiter is { } given ? (byte)given : FindDelimiter(rows);
        var cells = rows.ConvertAll(line => Cut(path, line, delimiter));
        var columns = cells.CountBy(row => row.Length).MaxBy(pair => pair.Value).Key;
        if (columns is < 2 or > MaxColumns)
            throw new InvalidDataException($"{path}: line {rows[0].Number} has {(columns < 2 ? "one column" : $"more than {MaxColumns} columns")} (delimiter {NameOf(delimiter)}), but it takes 2 to {MaxColumns}: features and a label. Give the delimiter, or another file.");

        var marked = sample[0].Bytes[0] == '#' ? Cut(path, (sample[0].Number, sample[0].Bytes[1..]), delimiter) : null;
        var hasHeader = options.HasHeader ?? (marked?.Length == columns || (cells[0].Length == columns && LooksLikeNames(cells, options.LabelColumn)));
        var fromMarked = hasHeader && marked?.Length == columns;
        var names = !hasHeader ? null : fromMarked ? marked : cells[0];
        var headerLine = !hasHeader ? 0 : fromMarked ? sample[0].Number : rows[0].Number;
        if (hasHeader && !fromMarked)
            cells.RemoveAt(0);
        return new TableLayout(delimiter, headerLine, names, columns, FindLabel(path, columns, names, options.LabelColumn), FindTexts(cells, columns));
    }

    static bool IsBlank(ReadOnlySpan<byte> line) => line.TrimStart(" \t"u8).IsEmpty;

    /// <summary>Copies of the first rows, and of lines with # (one of them may be the header).</summary>
    static List<(int Number, byte[] Bytes)> ReadSample(string path)
    {
        using var lines = new TextLines(InputFile.Open(path));
        var sample = new List<(int, byte[])>();
        for (var bytes = 0; sample.Count < SampleLines && bytes < SampleBytes && lines.Next(out var line);)
        {
            if (IsBlank(line) || line.StartsWith("//"u8) || (line[0] == '#' && sample.Count > 0))
                continue;
            sample.Add((lines.Number, line.ToArray()));
            bytes += line.Length;
        }

        return sample;
    }

    /// <summary>Of tab, semicolon and comma the one that cuts most lines, at least half of them, into equally many fields (the first of equals); else blanks.</summary>
    static byte FindDelimiter(List<(int Number, byte[] Bytes)> rows)
    {
        var fields = new TextFields();
        var best = ((byte)' ', Alike: 0);
        foreach (var delimiter in "\t;,"u8)
        {
            var counts = rows.ConvertAll(line => fields.TrySplit(line.Bytes.ToArray(), delimiter) ? fields.Count : 0);
            var (count, alike) = counts.Where(count => count > 1).CountBy(count => count).DefaultIfEmpty().MaxBy(pair => pair.Value);
            if (count > 1 && alike > best.Alike && 2 * alike >= rows.Count)
                best = (delimiter, alike);
        }

        return best.Item1;
    }

    static string[] Cut(string path, (int Number, byte[] Bytes) line, byte delimiter)
    {
        var bytes = line.Bytes.ToArray();
        var fields = new TextFields();
        if (!fields.TrySplit(bytes, delimiter))
            throw TableRows.BadQuote(path, line.Number);
        return [.. Enumerable.Range(0, fields.Count).Select(i => Encoding.UTF8.GetString(fields.Field(bytes, i)))];
    }

    static bool LooksLikeNames(List<string[]> cells, string? label)
    {
        var first = cells[0];
        if (first.Any(cell => IsLabelName(cell) || (label is not null && !IsNumber(label) && string.Equals(cell, label, StringComparison.OrdinalIgnoreCase))))
            return true;
        var below = cells.Skip(1).Where(row => row.Length == first.Length).ToList();
        return below.Count > 0 && !first.Any(cell => cell == "?" || IsNumber(cell))
            && Enumerable.Range(0, first.Length).Any(i => first[i].Length > 0 && below.TrueForAll(row => IsNumber(row[i])));
    }

    static int FindLabel(string path, int columns, string[]? names, string? given)
    {
        if (given is null)
            return names is null ? columns - 1 : Array.FindIndex(names, IsLabelName) is >= 0 and var found ? found : columns - 1;
        foreach (var comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
            if (names is not null && Array.FindIndex(names, name => string.Equals(name, given, comparison)) is >= 0 and var named)
                return named;
        if (int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= -columns && number < columns)
            return number < 0 ? columns + number : number;
        var known = names is null ? "there is no header" : $"the names are {string.Join(", ", names.Take(20))}{(names.Length > 20 ? ", …" : "")}";
        throw new InvalidDataException($"{path}: there is no label column '{given}': {known}. Give a name, or a number from 0 to {columns - 1} (−1 is the last).");
    }

    static bool[] FindTexts(List<string[]> cells, int columns)
    {
        var isText = new bool[columns];
        for (var i = 0; i < columns; i++)
        {
            var values = cells.Where(row => row.Length == columns && row[i] is not ("" or "?")).Select(row => row[i]).ToList();
            isText[i] = 2 * values.Count(IsNumber) < values.Count;
        }

        return isText;
    }

    static bool IsLabelName(string cell) => cell.Split('(')[0].Trim().ToUpperInvariant() is "LABEL" or "CLASS" or "TARGET";

    static bool IsNumber(string cell) => float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    static string NameOf(byte delimiter) => delimiter switch { (byte)'\t' => "tab", (byte)' ' => "blanks", _ => $"'{(char)delimiter}'" };
}
