using System.Numerics;
using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>
/// 8-bit inputs as eight runs of bits: plane b holds bit b of every byte. With ±1 weights w of which p are +1, and d_b the bits in which w and plane b differ,
/// Σ w·q = Σ_b 2^b·(p − d_b) = 255·p − Σ_b 2^b·d_b, because Σ w·bit = 2·popcount(w and plane) − popcount(plane) = p − d. So the popcount kernels serve 8-bit dense layers.
/// </summary>
static class BitPlanes
{
    /// <summary>Bits of an input.</summary>
    internal const int Count = 8;

    /// <summary>Splits bytes into planes [8, words]; unused bits are 0.</summary>
    internal static void Split(ReadOnlySpan<byte> values, int words, Span<ulong> planes)
    {
        planes[..(Count * words)].Clear();
        for (var i = 0; i < values.Length; i++)
            for (var (value, plane) = ((ulong)values[i], 0); value != 0; value >>= 1, plane++)
                planes[(plane * words) + (i >> 6)] |= (value & 1) << i;
    }

    /// <summary>Σ_b 2^b · counts[b, unit] for every unit, written over the first row. counts: [8, units].</summary>
    internal static Span<int> Weigh(Span<int> counts, int units)
    {
        var sums = counts.Slice((Count - 1) * units, units);
        for (var plane = Count - 2; plane >= 0; plane--) // Horner: sum = 2·sum + count
        {
            var row = counts.Slice(plane * units, units);
            var from = MemoryMarshal.Cast<int, Vector<int>>(sums);
            var to = MemoryMarshal.Cast<int, Vector<int>>(row);
            for (var i = 0; i < to.Length; i++)
                to[i] += from[i] << 1;
            for (var i = to.Length * Vector<int>.Count; i < units; i++)
                row[i] += sums[i] << 1;
            sums = row;
        }

        return sums;
    }
}
