using System.Buffers.Binary;

namespace BnnMl.Engine.Tests.Packing;

/// <summary>.bnn files as bytes, to be broken.</summary>
static class BnnBytes
{
    internal static byte[] Of(PackedNetwork network)
    {
        using var stream = new MemoryStream();
        PackedNetworkFile.Write(network, stream);
        return stream.ToArray();
    }

    internal static PackedNetwork Read(byte[] bytes) => PackedNetworkFile.Read(new MemoryStream(bytes), "m.bnn");

    /// <summary>Where the sections begin, as far as their lengths lead.</summary>
    internal static IEnumerable<(int Start, int Length)> Sections(byte[] bytes)
    {
        for (var at = PackedNetworkFile.HeaderLength; at + PackedNetworkFile.SectionOverhead <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + 4));
            if (length < 0 || length > bytes.Length - at - PackedNetworkFile.SectionOverhead)
                yield break;
            yield return (at, (int)length);
            at += (int)length + PackedNetworkFile.SectionOverhead;
        }
    }

    /// <summary>Makes the file's length and all checksums right again, so that a change reaches the checks behind them.</summary>
    internal static byte[] Sealed(byte[] bytes)
    {
        if (bytes.Length < PackedNetworkFile.HeaderLength)
            return bytes;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(12), bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), Crc32C.Append(Crc32C.Empty, bytes.AsSpan(0, 20)));
        foreach (var (start, length) in Sections(bytes))
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(start + 12 + length), Crc32C.Append(Crc32C.Empty, bytes.AsSpan(start, 12 + length)));
        return bytes;
    }
}
