using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
    internal static void Split(ReadOnlySpan<byte> values, Span<ulong> planes)
    {
        var words = planes.Length / Count;
        Span<byte> last = stackalloc byte[64];
        for (var word = 0; word < words; word++)
        {
            scoped var bytes = values[(word * 64)..];
            if (bytes.Length < 64)
            {
                last.Clear();
                bytes.CopyTo(last);
                bytes = last;
            }

            var (low, high) = (Vector256.Create(bytes[..32]).AsUInt16(), Vector256.Create(bytes[32..]).AsUInt16());
            for (var plane = 0; plane < Count; plane++) // a shift of 16-bit lanes brings bit b of both bytes to the top; what crosses over stays below
                planes[(plane * words) + word] = (low << (7 - plane)).AsByte().ExtractMostSignificantBits() | ((ulong)(high << (7 - plane)).AsByte().ExtractMostSignificantBits() << 32);
        }
    }

    /// <summary>Σ_b 2^b · counts[b, unit] for every unit, written over the first row. counts: [8, units].</summary>
    internal static Span<int> Weigh(Span<int> counts)
    {
        var units = counts.Length / Count;
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

    /// <summary>Bit u is 1 iff sums[u] ≤ limits[u]; a multiple of 8 units.</summary>
    internal static void Threshold(ReadOnlySpan<int> sums, ReadOnlySpan<int> limits, Span<byte> bits)
    {
        for (var unit = 0; unit < limits.Length; unit += 8)
            bits[unit / 8] = (byte)Vector256.LessThanOrEqual(Vector256.Create(sums[unit..]), Vector256.Create(limits[unit..])).ExtractMostSignificantBits();
    }
}
