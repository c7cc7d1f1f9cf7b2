using System.Globalization;

namespace BnnMl;

/// <summary>The rows of one table as they stand: numbers, codes of texts, codes of labels.</summary>
sealed class TableRows
{
    /// <summary>Different texts in a column, each of which becomes a feature.</summary>
    internal const int MaxTexts = 100;

    /// <summary>Different labels; more are rather numbers to predict, or names of the samples.</summary>
    internal const int MaxClasses = 1000;

    readonly string path;
    readonly TableLayout layout;
    readonly bool mayMiss;
    float[] values = new float[1024];
    int used;

    TableRows(string path, TableLayout layout, Categories classes, Categories?[] texts, bool mayMiss) =>
        (this.path, this.layout, Classes, Texts, this.mayMiss) = (path, layout, classes, texts, mayMiss);

    /// <summary>[rows, columns], the label's column too (0 there): a number, NaN where it is missing, or a text's code, −1 for one not among <see cref="Texts"/>.</summary>
    internal ReadOnlySpan<float> Values => values.AsSpan(0, used);

    internal ReadOnlySpan<float> Row(int index) => values.AsSpan(index * layout.Columns, layout.Columns);

    /// <summary>Code among <see cref="Classes"/> per row.</summary>
    internal List<int> Labels { get; } = [];

    internal Categories Classes { get; }

    /// <summary>Per column; null for one of numbers, and for the label.</summary>
    internal Categories?[] Texts { get; }

    /// <summary>A table that says what the classes and texts are.</summary>
    internal static TableRows Read(string path, TableLayout layout, bool mayMiss)
    {
        var texts = new Categories?[layout.Columns];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = layout.IsText[i] && i != layout.Label ? new Categories(MaxTexts) : null;
        var rows = new TableRows(path, layout, new Categories(MaxClasses), texts, mayMiss);
        rows.ReadAll(isNew: true);
        return rows;
    }

    /// <summary>A table with the classes and texts of <paramref name="first"/>: another label is an error, another text is −1.</summary>
    internal static TableRows ReadLike(TableRows first, string path, TableLayout layout)
    {
        var rows = new TableRows(path, layout, first.Classes, first.Texts, first.mayMiss);
        rows.ReadAll(isNew: false);
        return rows;
    }

    internal static InvalidDataException BadQuote(string path, int line) =>
        new($"{path}: line {line} has a quote that does not close, or text behind one that does. Correct the line; quotes within quotes are doubled.");

    void ReadAll(bool isNew)
    {
        using var lines = new TextLines(InputFile.Open(path));
        var fields = new TextFields();
        while (lines.Next(out var line))
        {
            if (!layout.IsRow(lines.Number, line))
                continue;
            if (!fields.TrySplit(line, layout.Delimiter))
                throw BadQuote(path, lines.Number);
            if (fields.Count != layout.Columns)
                throw new InvalidDataException($"{path}: line {lines.Number} has {fields.Count} columns, but the table has {layout.Columns}. Correct the line, or give the delimiter.");
            Add(line, fields, lines.Number, isNew);
        }

        if (Labels.Count == 0)
            throw new InvalidDataException($"{path}: there are no rows. Give a table with one sample per line.");
    }

    void Add(ReadOnlySpan<byte> line, TextFields fields, int number, bool isNew)
    {
        if (values.Length - used < layout.Columns)
            Grow();
        for (var i = 0; i < layout.Columns; i++)
        {
            var field = fields.Field(line, i);
            if (i == layout.Label)
                Labels.Add(Label(field, number, isNew));
            else
                values[used + i] = Texts[i] is { } texts ? Text(field, texts, number, i, isNew) : Number(field, number, i);
        }

        used += layout.Columns;
    }

    void Grow()
    {
        if (used > Array.MaxLength - layout.Columns)
            throw new InvalidDataException($"{path}: there are more than {Array.MaxLength} values. Take fewer rows.");
        Array.Resize(ref values, (int)Math.Min(Array.MaxLength, Math.Max(2L * values.Length, used + (long)layout.Columns)));
    }

    int Label(ReadOnlySpan<byte> field, int line, bool isNew)
    {
        if (IsMissing(field))
            throw Fault(line, layout.Label, "is the label and is missing. Give it, or remove the row");
        var code = isNew ? Classes.Add(field) : Classes.Find(field);
        if (code >= 0)
            return code;
        throw isNew
            ? Fault(line, layout.Label, $"has more than {MaxClasses} different labels, or one over {Categories.MaxLength} bytes. Name the column that holds the label")
            : Fault(line, layout.Label, $"is '{Show(field)}', which is no class of the training data ({string.Join(", ", Classes.Names.Take(20))}). Correct it");
    }

    float Text(ReadOnlySpan<byte> field, Categories texts, int line, int column, bool isNew)
    {
        field = IsMissing(field) ? "?"u8 : field;
        var code = isNew ? texts.Add(field) : texts.Find(field);
        return code >= 0 || !isNew
            ? code
            : throw Fault(line, column, $"is '{Show(field)}': its column has more than {MaxTexts} different texts, or one over {Categories.MaxLength} bytes. Remove the column or make it numbers");
    }

    float Number(ReadOnlySpan<byte> field, int line, int column)
    {
        if (IsMissing(field))
            return mayMiss ? float.NaN : throw Fault(line, column, "is missing. Give a number, remove the row, or choose to fill in the column's median");
        if (!TryParse(field, out var value))
            throw Fault(line, column, $"is '{Show(field)}', but most of its column are numbers. Correct it");
        return float.IsFinite(value) ? value : throw Fault(line, column, $"is '{Show(field)}', which is not a finite number. Correct it, or leave it empty and choose to fill in the column's median");
    }

    static bool IsMissing(ReadOnlySpan<byte> field) => field.IsEmpty || field is [(byte)'?'];

    /// <summary>Short whole numbers, which most pixels are, without the general parser.</summary>
    static bool TryParse(ReadOnlySpan<byte> field, out float value)
    {
        var whole = 0;
        foreach (var digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'9' || field.Length > 7)
                return float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            whole = (10 * whole) + digit - '0';
        }

        value = whole;
        return true;
    }

    /// <summary>Cut short, without what would break the line of the message.</summary>
    static string Show(ReadOnlySpan<byte> field)
    {
        var text = System.Text.Encoding.UTF8.GetString(field.Length > 40 ? field[..40] : field);
        return string.Concat(text.Select(c => char.IsControl(c) ? '·' : c)) + (field.Length > 40 ? "…" : "");
    }

    InvalidDataException Fault(int line, int column, string fault) => new($"{path}: line {line}, {layout.Name(column)} {fault}.");
}
