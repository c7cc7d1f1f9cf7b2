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
    const int Ahead = 1024; // floats: the next page, which no processor fetches by itself

    readonly float rate;
    readonly float floor;

    /// <param name="learningRate">Of this step.</param>
    /// <param name="step">Number of this step, from 1.</param>
    internal AdamStep(double learningRate, long step)
    {
        var correction = Math.Sqrt(1 - Math.Pow(Beta2, step));
        rate = (float)(learningRate * correction / (1 - Math.Pow(Beta1, step)));
        floor = (float)(Epsilon * Epsilon * correction * correction);
    }

    /// <summary>Parameters and moments in place. The parameters stay within ±<paramref name="limit"/>, really clipped.</summary>
    /// <param name="parameters">[count], count a multiple of 16.</param>
    /// <param name="moment1">Mean of the gradient.</param>
    /// <param name="moment2">Mean of its square.</param>
    /// <param name="gradient">[count].</param>
    /// <param name="count">A multiple of 16.</param>
    /// <param name="limit">1 for latent weights; infinity for what is not clipped.</param>
    internal void Apply(float* parameters, float* moment1, float* moment2, float* gradient, nint count, float limit)
    {
        var (low, high) = (Vector512.Create(-limit), Vector512.Create(limit));
        for (nint i = 0; i < count; i += 16)
        {
            if (Sse.IsSupported)
                Fetch(parameters + i + Ahead, moment1 + i + Ahead, moment2 + i + Ahead);
            var g = Vector512.Load(gradient + i);
            var m = (Vector512.Load(moment1 + i) * Beta1) + (g * (1 - Beta1));
            var v = Vector512.Min((Vector512.Load(moment2 + i) * Beta2) + (g * g * (1 - Beta2)), Vector512.Create(Largest));
            m.Store(moment1 + i);
            v.Store(moment2 + i);
            var moved = Vector512.Load(parameters + i) - (m * rate * ReciprocalRoot(v + Vector512.Create(floor)));
            Vector512.Min(Vector512.Max(moved, low), high).Store(parameters + i);
        }
    }

    /// <summary>Asks for three cache lines; any address will do.</summary>
    static void Fetch(float* a, float* b, float* c)
    {
        Sse.Prefetch0(a);
        Sse.Prefetch0(b);
        Sse.Prefetch0(c);
    }

    /// <summary>1 / √x within 5 · 10⁻⁶ of itself, for normal x: the logarithm halved in the bits of the float, then two Newton steps. The same bits on every machine.</summary>
    static Vector512<float> ReciprocalRoot(Vector512<float> x)
    {
        var half = x * 0.5f;
        var root = (Vector512.Create(0x5F375A86) - (x.AsInt32() >> 1)).AsSingle();
        root *= Vector512.Create(1.5f) - (half * root * root);
        return root * (Vector512.Create(1.5f) - (half * root * root));
    }
}
