namespace BnnMl;

/// <summary>Where the fields of one line lie. Blanks around a field and quotes (RFC 4180, within one line) are not part of it. One instance serves many lines.</summary>
sealed class TextFields
{
    int[] starts = new int[64];
    int[] ends = new int[64];

    internal int Count { get; private set; }

    internal ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, int index) => line[starts[index]..ends[index]];

    /// <param name="line">Doubled quotes within quotes are made single in place.</param>
    /// <param name="delimiter">A space stands for any run of blanks.</param>
    /// <remarks>Stops behind one field too many.</remarks>
    /// <returns>False where a quote does not close, or text follows a closing quote.</returns>
    internal bool TrySplit(Span<byte> line, byte delimiter)
    {
        Count = 0;
        var blanks = delimiter == ' ';
        for (var at = SkipBlanks(line, 0, delimiter); Count <= TableLayout.MaxColumns && (!blanks || at < line.Length);)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (!TryUnquote(line, ref at))
                    return false;
                var closed = at;
                at = SkipBlanks(line, at, delimiter);
                if (at < line.Length && (blanks ? at == closed : line[at] != delimiter))
                    return false;
            }
            else
            {
                var length = EndOf(line[at..], delimiter);
                var last = at + length;
                while (last > at && IsBlank(line[last - 1]))
                    last--;
                Add(at, last);
                at += length;
            }

            if (!blanks && at >= line.Length)
                break;
            at = SkipBlanks(line, blanks ? at : at + 1, delimiter);
        }

        return true;
    }

    /// <summary>From an opening quote to behind the closing one.</summary>
    bool TryUnquote(Span<byte> line, ref int at)
    {
        var (from, to) = (at + 1, at + 1);
        for (var i = from; i < line.Length; i++)
        {
            if (line[i] == '"' && (i + 1 == line.Length || line[i + 1] != '"'))
            {
                Add(from, to);
                at = i + 1;
                return true;
            }

            i += line[i] == '"' ? 1 : 0; // of two quotes one stays
            line[to++] = line[i];
        }

        return false;
    }

    void Add(int start, int end)
    {
        if (Count == starts.Length)
        {
            Array.Resize(ref starts, 2 * Count);
            Array.Resize(ref ends, 2 * Count);
        }

        (starts[Count], ends[Count]) = (start, end);
        Count++;
    }

    static int EndOf(ReadOnlySpan<byte> rest, byte delimiter)
    {
        for (var i = 0; i < rest.Length; i++)
            if (IsEnd(rest[i], delimiter))
                return i;
        return rest.Length;
    }

    static bool IsEnd(byte b, byte delimiter) => b == delimiter || (delimiter == ' ' && b == '\t');

    static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    /// <summary>A tab that is the delimiter is not a blank.</summary>
    static int SkipBlanks(ReadOnlySpan<byte> line, int at, byte delimiter)
    {
        while (at < line.Length && IsBlank(line[at]) && (line[at] != delimiter || delimiter == ' '))
            at++;
        return at;
    }
}
