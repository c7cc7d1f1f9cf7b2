using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl;

static unsafe partial class SumTables
{
    /// <summary>
    /// Lane = column; 6×4 vectors of sums stay in 24 of the 32 registers. vpermps reads only the low four bits of an index lane, so one vector of 32 bits per lane serves eight
    /// groups, shifted by four for the next; it is shared by the six rows. A look-up (port 5) and an addition (port 0) for 64 products: twice the peak of fused multiply-adds.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)] // the registers are for this loop alone; never slow, not even in the first steps
    internal static void TileAvx512(int groups, float* tables, uint* bits, float* c, nint pitch, bool add)
    {
        Vector512<float> p0 = default, q0 = default, r0 = default, s0 = default;
        Vector512<float> p1 = default, q1 = default, r1 = default, s1 = default;
        Vector512<float> p2 = default, q2 = default, r2 = default, s2 = default;
        Vector512<float> p3 = default, q3 = default, r3 = default, s3 = default;
        Vector512<float> p4 = default, q4 = default, r4 = default, s4 = default;
        Vector512<float> p5 = default, q5 = default, r5 = default, s5 = default;
        if (add)
        {
            SgemmPanels.Load(c + (0 * pitch), ref p0, ref q0, ref r0, ref s0);
            SgemmPanels.Load(c + (1 * pitch), ref p1, ref q1, ref r1, ref s1);
            SgemmPanels.Load(c + (2 * pitch), ref p2, ref q2, ref r2, ref s2);
            SgemmPanels.Load(c + (3 * pitch), ref p3, ref q3, ref r3, ref s3);
            SgemmPanels.Load(c + (4 * pitch), ref p4, ref q4, ref r4, ref s4);
            SgemmPanels.Load(c + (5 * pitch), ref p5, ref q5, ref r5, ref s5);
        }

        for (; groups > 0; groups -= 8, bits += Columns)
        {
            Vector512<int> i = Vector512.Load(bits).AsInt32(), j = Vector512.Load(bits + 16).AsInt32(), k = Vector512.Load(bits + 32).AsInt32(), l = Vector512.Load(bits + 48).AsInt32();
            for (var left = Math.Min(8, groups); left > 0; left--, tables += TablesLength)
            {
                Step(tables + 0, i, j, k, l, ref p0, ref q0, ref r0, ref s0);
                Step(tables + 16, i, j, k, l, ref p1, ref q1, ref r1, ref s1);
                Step(tables + 32, i, j, k, l, ref p2, ref q2, ref r2, ref s2);
                Step(tables + 48, i, j, k, l, ref p3, ref q3, ref r3, ref s3);
                Step(tables + 64, i, j, k, l, ref p4, ref q4, ref r4, ref s4);
                Step(tables + 80, i, j, k, l, ref p5, ref q5, ref r5, ref s5);
                (i, j, k, l) = (i >>> 4, j >>> 4, k >>> 4, l >>> 4);
            }
        }

        SgemmPanels.Store(c + (0 * pitch), p0, q0, r0, s0);
        SgemmPanels.Store(c + (1 * pitch), p1, q1, r1, s1);
        SgemmPanels.Store(c + (2 * pitch), p2, q2, r2, s2);
        SgemmPanels.Store(c + (3 * pitch), p3, q3, r3, s3);
        SgemmPanels.Store(c + (4 * pitch), p4, q4, r4, s4);
        SgemmPanels.Store(c + (5 * pitch), p5, q5, r5, s5);
    }

    /// <summary>The four vectors of a word at a time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void AddWindowsAvx512(int groups, float* tables, uint* masks, nint maskPitch, uint* lanes, int words, float* c)
    {
        var plane = (groups + 7) / 8 * Columns;
        for (; words > 0; words--, lanes += 4 * plane, c += TileLength)
        {
            Vector512<float> p = default, q = default, r = default, s = default;
            SgemmPanels.Load(c, ref p, ref q, ref r, ref s);
            uint* bits = lanes, mask = masks;
            var table = tables;
            for (var rest = groups; rest > 0; rest -= 8, bits += Columns, mask += 4 * maskPitch)
            {
                Vector512<uint> m0 = Vector512.Create(mask[0]), m1 = Vector512.Create(mask[maskPitch]), m2 = Vector512.Create(mask[2 * maskPitch]), m3 = Vector512.Create(mask[3 * maskPitch]);
                Vector512<int> i = Chosen(bits, plane, m0, m1, m2, m3), j = Chosen(bits + 16, plane, m0, m1, m2, m3);
                Vector512<int> k = Chosen(bits + 32, plane, m0, m1, m2, m3), l = Chosen(bits + 48, plane, m0, m1, m2, m3);
                for (var left = Math.Min(8, rest); left > 0; left--, table += TablesLength)
                {
                    Step(table, i, j, k, l, ref p, ref q, ref r, ref s);
                    (i, j, k, l) = (i >>> 4, j >>> 4, k >>> 4, l >>> 4);
                }
            }

            SgemmPanels.Store(c, p, q, r, s);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<int> Chosen(uint* lanes, nint plane, Vector512<uint> m0, Vector512<uint> m1, Vector512<uint> m2, Vector512<uint> m3) =>
        ((Vector512.Load(lanes) & m0) | (Vector512.Load(lanes + plane) & m1) | (Vector512.Load(lanes + (2 * plane)) & m2) | (Vector512.Load(lanes + (3 * plane)) & m3)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Step(float* table, Vector512<int> i, Vector512<int> j, Vector512<int> k, Vector512<int> l, ref Vector512<float> p, ref Vector512<float> q, ref Vector512<float> r, ref Vector512<float> s)
    {
        var sums = Vector512.Load(table);
        p += Avx512F.PermuteVar16x32(sums, i);
        q += Avx512F.PermuteVar16x32(sums, j);
        r += Avx512F.PermuteVar16x32(sums, k);
        s += Avx512F.PermuteVar16x32(sums, l);
    }
}
