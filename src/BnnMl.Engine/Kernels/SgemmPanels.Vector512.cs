using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

static unsafe partial class SgemmPanels
{
    /// <summary>
    /// 12×2 vectors of 16 lanes (lane = column) stay in 24 of the 32 registers; each step of the depth loads 2 vectors of B and broadcasts 12 numbers of A. Structure
    /// after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008).
    /// </summary>
    internal static void TileVector512(int depth, float* a, float* b, float* c)
    {
        Vector512<float> p0 = Vector512.Load(c + 0), q0 = Vector512.Load(c + 16);
        Vector512<float> p1 = Vector512.Load(c + 32), q1 = Vector512.Load(c + 48);
        Vector512<float> p2 = Vector512.Load(c + 64), q2 = Vector512.Load(c + 80);
        Vector512<float> p3 = Vector512.Load(c + 96), q3 = Vector512.Load(c + 112);
        Vector512<float> p4 = Vector512.Load(c + 128), q4 = Vector512.Load(c + 144);
        Vector512<float> p5 = Vector512.Load(c + 160), q5 = Vector512.Load(c + 176);
        Vector512<float> p6 = Vector512.Load(c + 192), q6 = Vector512.Load(c + 208);
        Vector512<float> p7 = Vector512.Load(c + 224), q7 = Vector512.Load(c + 240);
        Vector512<float> p8 = Vector512.Load(c + 256), q8 = Vector512.Load(c + 272);
        Vector512<float> p9 = Vector512.Load(c + 288), q9 = Vector512.Load(c + 304);
        Vector512<float> p10 = Vector512.Load(c + 320), q10 = Vector512.Load(c + 336);
        Vector512<float> p11 = Vector512.Load(c + 352), q11 = Vector512.Load(c + 368);
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

        Store(c + 0, p0, q0);
        Store(c + 32, p1, q1);
        Store(c + 64, p2, q2);
        Store(c + 96, p3, q3);
        Store(c + 128, p4, q4);
        Store(c + 160, p5, q5);
        Store(c + 192, p6, q6);
        Store(c + 224, p7, q7);
        Store(c + 256, p8, q8);
        Store(c + 288, p9, q9);
        Store(c + 320, p10, q10);
        Store(c + 352, p11, q11);
    }

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
