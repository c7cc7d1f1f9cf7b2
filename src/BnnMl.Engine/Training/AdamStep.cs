using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl;

/// <summary>
/// One step of Adam (arXiv:1412.6980, algorithm 1 with the bias corrections drawn into the rate): moments, update and clip in one pass over the parameters. Epsilon stands inside the root,
/// √(v + ε²) for √v + ε, so that one reciprocal root takes the place of a root and a division.
/// </summary>
readonly unsafe struct AdamStep
{
    const float Beta1 = 0.9f;
    const float Beta2 = 0.999f;
    const double Epsilon = 1e-8;
    const float Largest = 1e38f; // of a second moment: a gradient whose square is too large makes no step that is
    const uint Upper = 0xFFFF0000;
    const int Ahead = 1024; // floats: the next page, which no processor fetches by itself

    readonly float rate;
    readonly float floor;
    readonly uint phase; // of the dither

    /// <param name="learningRate">Of this step.</param>
    /// <param name="step">Number of this step, from 1.</param>
    internal AdamStep(double learningRate, long step)
    {
        var correction = Math.Sqrt(1 - Math.Pow(Beta2, step));
        rate = (float)(learningRate * correction / (1 - Math.Pow(Beta1, step)));
        floor = (float)(Epsilon * Epsilon * correction * correction);
        phase = unchecked((uint)step * FixedPoint.Golden);
    }

    /// <summary>Parameters and moments in place. The parameters stay within ±<paramref name="limit"/>, really clipped.</summary>
    /// <param name="parameters">[count], count a multiple of 16.</param>
    /// <param name="moment1">Mean of the gradient.</param>
    /// <param name="moment2">Mean of its square.</param>
    /// <param name="gradient">[count].</param>
    /// <param name="count">A multiple of 16.</param>
    /// <param name="limit">Infinity for what is not clipped.</param>
    internal void Apply(float* parameters, float* moment1, float* moment2, float* gradient, nint count, float limit)
    {
        for (nint i = 0; i < count; i += 16)
        {
            Vector512<float> m = Vector512.Load(moment1 + i), v = Vector512.Load(moment2 + i);
            Move(parameters + i, gradient + i, ref m, ref v, limit);
            m.Store(moment1 + i);
            v.Store(moment2 + i);
        }
    }

    /// <summary>
    /// Latent weights, clipped to ±1, with moments of 16 bits: a step reads and writes memory more than it computes. The first moment is the upper half of its float, rounded to the nearest;
    /// the second, which has no sign and changes by a thousandth of itself, is the upper half without its sign, rounded by a dither, so that what is lost in one step comes in another. A word
    /// holds the moments of two weights that are 16 apart: that of the first in its lower half.
    /// </summary>
    /// <param name="weights">[count].</param>
    /// <param name="moment1">Mean of the gradient [count / 2].</param>
    /// <param name="moment2">Mean of its square [count / 2].</param>
    /// <param name="gradient">[count].</param>
    /// <param name="count">A multiple of 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Apply(float* weights, uint* moment1, uint* moment2, float* gradient, nint count)
    {
        var dither = ((Vector512<uint>.Indices << 27) + Vector512.Create(phase)) >> 17; // 32 lanes are evenly apart, too
        var (other, half, upper) = (dither ^ Vector512.Create(1u << 14), Vector512.Create(0x8000u), Vector512.Create(Upper));
        for (nint i = 0; i < count; i += 32, moment1 += 16, moment2 += 16)
        {
            if (Sse.IsSupported)
                Fetch(weights + i + Ahead, weights + i + Ahead + 16, moment1 + Ahead, moment2 + Ahead);
            Vector512<uint> m = Vector512.Load(moment1), v = Vector512.Load(moment2);
            Vector512<float> a = (m << 16).AsSingle(), b = ((v << 16) >> 1).AsSingle(), c = (m & upper).AsSingle(), d = ((v & upper) >> 1).AsSingle();
            Move(weights + i, gradient + i, ref a, ref b, 1);
            Move(weights + i + 16, gradient + i + 16, ref c, ref d, 1);
            (((a.AsUInt32() + half) >> 16) | ((c.AsUInt32() + half) & upper)).Store(moment1);
            (((b.AsUInt32() + dither) >> 15) | (((d.AsUInt32() + other) << 1) & upper)).Store(moment2);
        }
    }

    /// <summary>The first moment of a weight.</summary>
    internal static float Moment1(uint* moments, long weight) => BitConverter.UInt32BitsToSingle(Half(moments, weight));

    /// <summary>The second moment of a weight.</summary>
    internal static float Moment2(uint* moments, long weight) => BitConverter.UInt32BitsToSingle(Half(moments, weight) >> 1);

    static uint Half(uint* moments, long weight)
    {
        var word = moments[(weight / 32 * 16) + (weight % 16)];
        return weight % 32 < 16 ? word << 16 : word & Upper;
    }

    /// <summary>One vector's step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Move(float* parameters, float* gradient, ref Vector512<float> m, ref Vector512<float> v, float limit)
    {
        var g = Vector512.Load(gradient);
        m = Vector512.FusedMultiplyAdd(m, Vector512.Create(Beta1), g * (1 - Beta1));
        v = Vector512.Min(Vector512.FusedMultiplyAdd(v, Vector512.Create(Beta2), g * g * (1 - Beta2)), Vector512.Create(Largest));
        var moved = Vector512.FusedMultiplyAdd(m * -rate, ReciprocalRoot(v + Vector512.Create(floor)), Vector512.Load(parameters));
        Vector512.Min(Vector512.Max(moved, Vector512.Create(-limit)), Vector512.Create(limit)).Store(parameters);
    }

    /// <summary>Asks for four cache lines; any address will do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Fetch(float* a, float* b, uint* c, uint* d)
    {
        Sse.Prefetch0(a);
        Sse.Prefetch0(b);
        Sse.Prefetch0(c);
        Sse.Prefetch0(d);
    }

    /// <summary>1 / √x within 5 · 10⁻⁶ of itself, for normal x: the logarithm halved in the bits of the float, then two Newton steps. The same bits on every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ReciprocalRoot(Vector512<float> x)
    {
        var (half, more) = (x * -0.5f, Vector512.Create(1.5f));
        var root = (Vector512.Create(0x5F375A86) - (x.AsInt32() >> 1)).AsSingle();
        root *= Vector512.FusedMultiplyAdd(half * root, root, more);
        return root * Vector512.FusedMultiplyAdd(half * root, root, more);
    }
}
