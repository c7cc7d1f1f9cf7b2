using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl;

static unsafe partial class SumTables
{
    /// <summary>
    /// Lane = column, eight at a time. A table is antisymmetric, entry 15 − e being −entry e, so its lower half is enough: where bit 3 of an index is 1 the other bits are inverted
    /// and the sum's sign is. (Sums of 0 may differ in sign between the halves; added to a sum that began with +0 that makes no difference.)
    /// </summary>
    internal static void TileAvx2(int groups, float* tables, uint* bits, float* c, nint pitch, bool add)
    {
        for (var j = 0; j < Columns; j += 8)
            StripAvx2(groups, tables, bits + j, c + j, pitch, add);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)] // the registers are for this loop alone; never slow, not even in the first steps
    static void StripAvx2(int groups, float* tables, uint* bits, float* c, nint pitch, bool add)
    {
        Vector256<float> p0 = default, p1 = default, p2 = default, p3 = default, p4 = default, p5 = default;
        if (add)
        {
            (p0, p1, p2) = (Vector256.Load(c), Vector256.Load(c + pitch), Vector256.Load(c + (2 * pitch)));
            (p3, p4, p5) = (Vector256.Load(c + (3 * pitch)), Vector256.Load(c + (4 * pitch)), Vector256.Load(c + (5 * pitch)));
        }

        for (; groups > 0; groups -= 8, bits += Columns)
        {
            var word = Vector256.Load(bits).AsInt32();
            for (var left = Math.Min(8, groups); left > 0; left--, tables += TablesLength)
            {
                var top = word << 28; // bit 3 of the index is the sign now
                var index = word ^ (top >> 31); // vpermps reads three bits of it
                var sign = (top & Vector256.Create(int.MinValue)).AsSingle();
                p0 += Avx2.PermuteVar8x32(Vector256.Load(tables), index) ^ sign;
                p1 += Avx2.PermuteVar8x32(Vector256.Load(tables + 16), index) ^ sign;
                p2 += Avx2.PermuteVar8x32(Vector256.Load(tables + 32), index) ^ sign;
                p3 += Avx2.PermuteVar8x32(Vector256.Load(tables + 48), index) ^ sign;
                p4 += Avx2.PermuteVar8x32(Vector256.Load(tables + 64), index) ^ sign;
                p5 += Avx2.PermuteVar8x32(Vector256.Load(tables + 80), index) ^ sign;
                word >>>= 4;
            }
        }

        p0.Store(c);
        p1.Store(c + pitch);
        p2.Store(c + (2 * pitch));
        p3.Store(c + (3 * pitch));
        p4.Store(c + (4 * pitch));
        p5.Store(c + (5 * pitch));
    }

    /// <summary>Eight columns at a time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void AddWindowsAvx2(int groups, float* tables, uint* masks, nint maskPitch, uint* lanes, int words, float* c)
    {
        var plane = (groups + 7) / 8 * Columns;
        for (; words > 0; words--, lanes += 4 * plane, c += TileLength)
            for (var j = 0; j < Columns; j += 8)
            {
                var sum = Vector256.Load(c + j);
                uint* bits = lanes + j, mask = masks;
                var table = tables;
                for (var rest = groups; rest > 0; rest -= 8, bits += Columns, mask += 4 * maskPitch)
                {
                    var word = ((Vector256.Load(bits) & Vector256.Create(mask[0])) | (Vector256.Load(bits + plane) & Vector256.Create(mask[maskPitch]))
                        | (Vector256.Load(bits + (2 * plane)) & Vector256.Create(mask[2 * maskPitch])) | (Vector256.Load(bits + (3 * plane)) & Vector256.Create(mask[3 * maskPitch]))).AsInt32();
                    for (var left = Math.Min(8, rest); left > 0; left--, table += TablesLength, word >>>= 4)
                    {
                        var top = word << 28;
                        var sums = Avx2.PermuteVar8x32(Vector256.Load(table), word ^ (top >> 31));
                        sum += sums ^ (top & Vector256.Create(int.MinValue)).AsSingle();
                    }
                }

                sum.Store(c + j);
            }
    }
}
