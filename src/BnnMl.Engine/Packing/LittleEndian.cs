using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>Numbers as files hold them: lowest byte first, whatever the machine.</summary>
static class LittleEndian
{
    /// <summary>The bytes of <paramref name="values"/> in file order: the same memory where the machine agrees, else a copy.</summary>
    internal static ReadOnlySpan<byte> Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        if (BitConverter.IsLittleEndian)
            return bytes;
        T[] copy = [.. values];
        ToMachine<T>(copy);
        return MemoryMarshal.AsBytes<T>(copy);
    }

    /// <summary>Turns values whose bytes were read from a file into the machine's order, in place.</summary>
    internal static void ToMachine<T>(Span<T> values)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
            return;
        for (var i = 0; i < values.Length; i++)
            MemoryMarshal.AsBytes(values.Slice(i, 1)).Reverse();
    }
}
