using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

static unsafe partial class SgemmPanels
{
    /// <summary>
    /// 12×2 vectors of 16 lanes (lane = column) stay in 24 of the 32 registers; each step of the depth loads 2 vectors of B and broadcasts 12 numbers of A. Structure
    /// after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008).
    /// </summary>
    internal static void TileVector512(int depth, float* a, float* b, float* c, nint pitch, bool add)
    {
        Vector512<float> p0 = default, q0 = default, p1 = default, q1 = default, p2 = default, q2 = default;
        Vector512<float> p3 = default, q3 = default, p4 = default, q4 = default, p5 = default, q5 = default;
        Vector512<float> p6 = default, q6 = default, p7 = default, q7 = default, p8 = default, q8 = default;
        Vector512<float> p9 = default, q9 = default, p10 = default, q10 = default, p11 = default, q11 = default;
        if (add)
        {
            Load(c + (0 * pitch), ref p0, ref q0);
            Load(c + (1 * pitch), ref p1, ref q1);
            Load(c + (2 * pitch), ref p2, ref q2);
            Load(c + (3 * pitch), ref p3, ref q3);
            Load(c + (4 * pitch), ref p4, ref q4);
            Load(c + (5 * pitch), ref p5, ref q5);
            Load(c + (6 * pitch), ref p6, ref q6);
            Load(c + (7 * pitch), ref p7, ref q7);
            Load(c + (8 * pitch), ref p8, ref q8);
            Load(c + (9 * pitch), ref p9, ref q9);
            Load(c + (10 * pitch), ref p10, ref q10);
            Load(c + (11 * pitch), ref p11, ref q11);
        }

        for (; depth > 0; depth--, a += Rows, b += Columns)
        {
            var (l, r) = (Vector512.Load(b), Vector512.Load(b + 16));
            Step(a[0], l, r, ref p0, ref q0);
            Step(a[1], l, r, ref p1, ref q1);
            Step(a[2], l, r, ref p2, ref q2);
            Step(a[3], l, r, ref p3, ref q3);
            Step(a[4], l, r, ref p4, ref q4);
            Step(a[5], l, r, ref p5, ref q5);
            Step(a[6], l, r, ref p6, ref q6);
            Step(a[7], l, r, ref p7, ref q7);
            Step(a[8], l, r, ref p8, ref q8);
            Step(a[9], l, r, ref p9, ref q9);
            Step(a[10], l, r, ref p10, ref q10);
            Step(a[11], l, r, ref p11, ref q11);
        }

        Store(c + (0 * pitch), p0, q0);
        Store(c + (1 * pitch), p1, q1);
        Store(c + (2 * pitch), p2, q2);
        Store(c + (3 * pitch), p3, q3);
        Store(c + (4 * pitch), p4, q4);
        Store(c + (5 * pitch), p5, q5);
        Store(c + (6 * pitch), p6, q6);
        Store(c + (7 * pitch), p7, q7);
        Store(c + (8 * pitch), p8, q8);
        Store(c + (9 * pitch), p9, q9);
        Store(c + (10 * pitch), p10, q10);
        Store(c + (11 * pitch), p11, q11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Load(float* c, ref Vector512<float> p, ref Vector512<float> q) => (p, q) = (Vector512.Load(c), Vector512.Load(c + 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Step(float a, Vector512<float> l, Vector512<float> r, ref Vector512<float> p, ref Vector512<float> q)
    {
        var x = Vector512.Create(a);
        p = Vector512.FusedMultiplyAdd(x, l, p);
        q = Vector512.FusedMultiplyAdd(x, r, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(float* c, Vector512<float> p, Vector512<float> q)
    {
        p.Store(c);
        q.Store(c + 16);
    }
}
