using System.Numerics;

namespace BnnMl.Engine.Tests.Kernels;

/// <summary>Signs to bits and their dot product, from the definition (layout: <see cref="BitPack"/>).</summary>
static class ReferenceBits
{
    /// <summary>The bits of <paramref name="values"/>, unused bits 0.</summary>
    internal static ulong[] Signs(IReadOnlyList<int> values)
    {
        var words = new ulong[BitPack.Words(values.Count)];
        for (var i = 0; i < values.Count; i++)
            words[i / 64] |= values[i] >= 0 ? 1UL << (i % 64) : 0;
        return words;
    }

    /// <summary>For n bits, dot(a, b) = n − 2·popcount(a xor b). Unused bits are 0 in both, so they never differ.</summary>
    internal static int Dot(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, int bits)
    {
        var differing = 0;
        for (var i = 0; i < a.Length; i++)
            differing += BitOperations.PopCount(a[i] ^ b[i]);
        return bits - (2 * differing);
    }
}
