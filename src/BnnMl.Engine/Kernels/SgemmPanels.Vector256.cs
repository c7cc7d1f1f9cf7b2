using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

static unsafe partial class SgemmPanels
{
    /// <summary>The tile as four strips of 6×16: 6×2 vectors of 8 lanes (lane = column) stay in 12 of the 16 registers.</summary>
    internal static void TileVector256(int depth, float* a, nint aStep, nint aRow, float* b, int* places, float* c, nint pitch, bool add)
    {
        for (var column = Columns - 16; column >= 0; column -= 16)
            StripVector256(depth, a, aStep, aRow, b + column, places, c + column, pitch, add);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)] // the registers are for this loop alone; never slow, not even in the first steps
    static void StripVector256(int depth, float* a, nint aStep, nint aRow, float* b, int* places, float* c, nint pitch, bool add)
    {
        Vector256<float> p0 = default, q0 = default, p1 = default, q1 = default, p2 = default, q2 = default;
        Vector256<float> p3 = default, q3 = default, p4 = default, q4 = default, p5 = default, q5 = default;
        if (add)
        {
            Load(c + (0 * pitch), ref p0, ref q0);
            Load(c + (1 * pitch), ref p1, ref q1);
            Load(c + (2 * pitch), ref p2, ref q2);
            Load(c + (3 * pitch), ref p3, ref q3);
            Load(c + (4 * pitch), ref p4, ref q4);
            Load(c + (5 * pitch), ref p5, ref q5);
        }

        for (; depth > 0; depth--, a += aStep, places++)
        {
            var row = b + *places;
            var (l, r) = (Vector256.Load(row), Vector256.Load(row + 8));
            Step(a[0], l, r, ref p0, ref q0);
            Step(a[aRow], l, r, ref p1, ref q1);
            Step(a[2 * aRow], l, r, ref p2, ref q2);
            Step(a[3 * aRow], l, r, ref p3, ref q3);
            Step(a[4 * aRow], l, r, ref p4, ref q4);
            Step(a[5 * aRow], l, r, ref p5, ref q5);
        }

        Store(c + (0 * pitch), p0, q0);
        Store(c + (1 * pitch), p1, q1);
        Store(c + (2 * pitch), p2, q2);
        Store(c + (3 * pitch), p3, q3);
        Store(c + (4 * pitch), p4, q4);
        Store(c + (5 * pitch), p5, q5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Load(float* c, ref Vector256<float> p, ref Vector256<float> q) => (p, q) = (Vector256.Load(c), Vector256.Load(c + 8));

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
