using System.Buffers.Binary;

namespace BnnMl;

/// <summary>The fields of one section's content, front to back.</summary>
ref struct PackedNetworkFileFields(ReadOnlySpan<byte> content)
{
    ReadOnlySpan<byte> rest = content;

    internal byte Byte() => Take(1)[0];

    internal int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    internal float[] Floats(int count)
    {
        var bytes = Take(4L * count);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        return values;
    }

    /// <exception cref="ArgumentException">Not UTF-8.</exception>
    internal string Text() => PackedNetworkFile.Utf8.GetString(Take(Int()));

    /// <exception cref="FormatException">The content goes on.</exception>
    internal readonly void End()
    {
        if (!rest.IsEmpty)
            throw new FormatException($"{rest.Length} bytes too many");
    }

    /// <exception cref="FormatException">The content ends before.</exception>
    ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > rest.Length)
            throw new FormatException($"a field claims {count} bytes, but {rest.Length} follow");
        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }
}
