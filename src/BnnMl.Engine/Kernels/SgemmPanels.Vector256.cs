using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

static unsafe partial class SgemmPanels
{
    /// <summary>The tile as four of 6×16: 6×2 vectors of 8 lanes (lane = column) stay in 12 of the 16 registers.</summary>
    internal static void TileVector256(int depth, float* a, float* b, float* c)
    {
        for (var row = 0; row < Rows; row += 6)
            for (var column = 0; column < Columns; column += 16)
                QuarterVector256(depth, a + row, b + column, c + (row * Columns) + column);
    }

    static void QuarterVector256(int depth, float* a, float* b, float* c)
    {
        Vector256<float> p0 = Vector256.Load(c + 0), q0 = Vector256.Load(c + 8);
        Vector256<float> p1 = Vector256.Load(c + 32), q1 = Vector256.Load(c + 40);
        Vector256<float> p2 = Vector256.Load(c + 64), q2 = Vector256.Load(c + 72);
        Vector256<float> p3 = Vector256.Load(c + 96), q3 = Vector256.Load(c + 104);
        Vector256<float> p4 = Vector256.Load(c + 128), q4 = Vector256.Load(c + 136);
        Vector256<float> p5 = Vector256.Load(c + 160), q5 = Vector256.Load(c + 168);
        for (; depth > 0; depth--, a += Rows, b += Columns)
        {
            var (l, r) = (Vector256.Load(b), Vector256.Load(b + 8));
            Step(a[0], l, r, ref p0, ref q0);
            Step(a[1], l, r, ref p1, ref q1);
            Step(a[2], l, r, ref p2, ref q2);
            Step(a[3], l, r, ref p3, ref q3);
            Step(a[4], l, r, ref p4, ref q4);
            Step(a[5], l, r, ref p5, ref q5);
        }

        Store(c + 0, p0, q0);
        Store(c + 32, p1, q1);
        Store(c + 64, p2, q2);
        Store(c + 96, p3, q3);
        Store(c + 128, p4, q4);
        Store(c + 160, p5, q5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Step(float a, Vector256<float> l, Vector256<float> r, ref Vector256<float> p, ref Vector256<float> q)
    {
        var x = Vector256.Create(a);
        p = Vector256.FusedMultiplyAdd(x, l, p);
        q = Vector256.FusedMultiplyAdd(x, r, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(float* c, Vector256<float> p, Vector256<float> q)
    {
        p.Store(c);
        q.Store(c + 8);
    }
}
