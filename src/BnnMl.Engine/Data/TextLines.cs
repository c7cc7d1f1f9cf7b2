using System.Text.Unicode;

namespace BnnMl;

/// <summary>The lines of a UTF-8 file one by one, in one buffer that grows to the longest line; refuses what is not text.</summary>
sealed class TextLines(InputFile file) : IDisposable
{
    /// <summary>Bytes; a longer line is a sign that the file is not a table.</summary>
    internal const int MaxLength = 4 << 20;

    byte[] buffer = new byte[1 << 16];
    int start;
    int end;
    bool ended;

    /// <summary>Of the line read last, from 1 as editors count.</summary>
    internal int Number { get; private set; }

    /// <summary>The next line without its end, valid (and the caller's to change) until the next call; false at the end.</summary>
    /// <exception cref="InvalidDataException">The line is too long, or not UTF-8 text.</exception>
    internal bool Next(out Span<byte> line)
    {
        var searched = 0;
        int length;
        while ((length = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n')) < 0 && !ended)
        {
            searched = end - start;
            Refill();
        }

        line = length >= 0 ? buffer.AsSpan(start, searched + length) : buffer.AsSpan(start, end - start);
        var more = length >= 0 || !line.IsEmpty;
        start += line.Length + (length >= 0 ? 1 : 0);
        Number += more ? 1 : 0;
        Check(line);
        if (Number == 1 && line is [0xEF, 0xBB, 0xBF, ..])
            line = line[3..]; // byte-order mark
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        return more;
    }

    public void Dispose() => file.Dispose();

    void Refill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end > MaxLength)
            throw new InvalidDataException($"{file.Path}: line {Number + 1} is longer than {MaxLength} bytes. Give a table with one sample per line.");
        if (end == buffer.Length)
            Array.Resize(ref buffer, 2 * end);
        var read = file.Read(buffer.AsSpan(end));
        ended = read < buffer.Length - end;
        end += read;
    }

    void Check(ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)0) || !Utf8.IsValid(line))
            throw new InvalidDataException($"{file.Path}: line {Number} is not UTF-8 text. Save the table as UTF-8; for idx files give their folder.");
    }
}
