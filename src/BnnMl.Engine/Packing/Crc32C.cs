using System.Buffers.Binary;
using System.Numerics;

namespace BnnMl;

/// <summary>The cyclic redundancy check of Castagnoli's polynomial (RFC 3720, appendix B.4), as iSCSI, ext4 and SSE4.2 compute it.</summary>
static class Crc32C
{
    /// <summary>The checksum of nothing.</summary>
    internal const uint Empty = 0;

    /// <summary>The checksum of what <paramref name="checksum"/> stands for, followed by <paramref name="bytes"/>.</summary>
    internal static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
