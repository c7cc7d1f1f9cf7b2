using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

static unsafe partial class SgemmPanels
{
    /// <summary>
    /// 6×4 vectors of 16 lanes (lane = column) stay in 24 of the 32 registers; each step of the depth loads 4 vectors of B and broadcasts 6 numbers of A. Structure
    /// after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008).
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)] // the registers are for this loop alone; never slow, not even in the first steps
    internal static void TileVector512(int depth, float* a, nint aStep, nint aRow, float* b, int* places, float* c, nint pitch, bool add)
    {
        Vector512<float> p0 = default, q0 = default, r0 = default, s0 = default;
        Vector512<float> p1 = default, q1 = default, r1 = default, s1 = default;
        Vector512<float> p2 = default, q2 = default, r2 = default, s2 = default;
        Vector512<float> p3 = default, q3 = default, r3 = default, s3 = default;
        Vector512<float> p4 = default, q4 = default, r4 = default, s4 = default;
        Vector512<float> p5 = default, q5 = default, r5 = default, s5 = default;
        if (add)
        {
            Load(c + (0 * pitch), ref p0, ref q0, ref r0, ref s0);
            Load(c + (1 * pitch), ref p1, ref q1, ref r1, ref s1);
            Load(c + (2 * pitch), ref p2, ref q2, ref r2, ref s2);
            Load(c + (3 * pitch), ref p3, ref q3, ref r3, ref s3);
            Load(c + (4 * pitch), ref p4, ref q4, ref r4, ref s4);
            Load(c + (5 * pitch), ref p5, ref q5, ref r5, ref s5);
        }

        for (; depth > 0; depth--, a += aStep, places++)
        {
            var row = b + *places;
            Vector512<float> i = Vector512.Load(row), j = Vector512.Load(row + 16), k = Vector512.Load(row + 32), l = Vector512.Load(row + 48);
            Step(a[0], i, j, k, l, ref p0, ref q0, ref r0, ref s0);
            Step(a[aRow], i, j, k, l, ref p1, ref q1, ref r1, ref s1);
            Step(a[2 * aRow], i, j, k, l, ref p2, ref q2, ref r2, ref s2);
            Step(a[3 * aRow], i, j, k, l, ref p3, ref q3, ref r3, ref s3);
            Step(a[4 * aRow], i, j, k, l, ref p4, ref q4, ref r4, ref s4);
            Step(a[5 * aRow], i, j, k, l, ref p5, ref q5, ref r5, ref s5);
        }

        Store(c + (0 * pitch), p0, q0, r0, s0);
        Store(c + (1 * pitch), p1, q1, r1, s1);
        Store(c + (2 * pitch), p2, q2, r2, s2);
        Store(c + (3 * pitch), p3, q3, r3, s3);
        Store(c + (4 * pitch), p4, q4, r4, s4);
        Store(c + (5 * pitch), p5, q5, r5, s5);
    }

    /// <summary>A row of 64 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Load(float* c, ref Vector512<float> p, ref Vector512<float> q, ref Vector512<float> r, ref Vector512<float> s) =>
        (p, q, r, s) = (Vector512.Load(c), Vector512.Load(c + 16), Vector512.Load(c + 32), Vector512.Load(c + 48));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Step(float a, Vector512<float> i, Vector512<float> j, Vector512<float> k, Vector512<float> l, ref Vector512<float> p, ref Vector512<float> q, ref Vector512<float> r, ref Vector512<float> s)
    {
        var x = Vector512.Create(a);
        p = Vector512.FusedMultiplyAdd(x, i, p);
        q = Vector512.FusedMultiplyAdd(x, j, q);
        r = Vector512.FusedMultiplyAdd(x, k, r);
        s = Vector512.FusedMultiplyAdd(x, l, s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(float* c, Vector512<float> p, Vector512<float> q, Vector512<float> r, Vector512<float> s)
    {
        p.Store(c);
        q.Store(c + 16);
        r.Store(c + 32);
        s.Store(c + 48);
    }
}
