using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>One step of Adam (arXiv:1412.6980, algorithm 1 with the bias corrections drawn into the rate): moments, update and clip in one pass over the parameters.</summary>
readonly unsafe struct AdamStep
{
    const float Beta1 = 0.9f;
    const float Beta2 = 0.999f;
    const double Epsilon = 1e-8;

    readonly float rate;
    readonly float epsilon;

    /// <param name="learningRate">Of this step.</param>
    /// <param name="step">Number of this step, from 1.</param>
    internal AdamStep(double learningRate, long step)
    {
        var correction = Math.Sqrt(1 - Math.Pow(Beta2, step));
        rate = (float)(learningRate * correction / (1 - Math.Pow(Beta1, step)));
        epsilon = (float)(Epsilon * correction);
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
            var g = Vector512.Load(gradient + i);
            var m = (Vector512.Load(moment1 + i) * Beta1) + (g * (1 - Beta1));
            var v = (Vector512.Load(moment2 + i) * Beta2) + (g * g * (1 - Beta2));
            m.Store(moment1 + i);
            v.Store(moment2 + i);
            var moved = Vector512.Load(parameters + i) - (m * rate / (Vector512.Sqrt(v) + Vector512.Create(epsilon)));
            Vector512.Min(Vector512.Max(moved, low), high).Store(parameters + i);
        }
    }
}
