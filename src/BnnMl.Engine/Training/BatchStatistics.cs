using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Means over the batch and all positions, per unit. Sums are kept per chunk of samples and added in the chunks' order, so they do not depend on threads.</summary>
static unsafe class BatchStatistics
{
    /// <summary>Added to the variance, in units of z². A pre-activation of ±1 numbers has a variance near K, so this matters only to units that are (nearly) constant.</summary>
    internal const double Epsilon = 1e-3;

    /// <summary>Before a chunk's first sample.</summary>
    internal static void Clear(TrainingLayer layer, int chunk) => new Span<double>(layer.Sums.Pointer + ((nint)chunk * 2 * layer.Pitch), 2 * layer.Pitch).Clear();

    /// <summary>Adds a sample's Σ z and Σ z² to those of its chunk; both are sums of whole numbers.</summary>
    internal static void Add(TrainingLayer layer, int chunk, int sample)
    {
        var sums = layer.Sums.Pointer + ((nint)chunk * 2 * layer.Pitch);
        var squares = sums + layer.Pitch;
        for (var f = 0; f < layer.Pitch; f += 16)
        {
            var z = layer.Z.Pointer + ((nint)sample * layer.Positions * layer.Pitch) + f;
            Vector512<double> low = Vector512.Load(sums + f), high = Vector512.Load(sums + f + 8), lowSquares = Vector512.Load(squares + f), highSquares = Vector512.Load(squares + f + 8);
            for (var row = 0; row < layer.Positions; row++, z += layer.Pitch)
            {
                var (l, h) = Vector512.Widen(Vector512.Load(z));
                (low, high, lowSquares, highSquares) = (low + l, high + h, lowSquares + (l * l), highSquares + (h * h));
            }

            low.Store(sums + f);
            high.Store(sums + f + 8);
            lowSquares.Store(squares + f);
            highSquares.Store(squares + f + 8);
        }
    }

    /// <summary>The chunks' sums to the batch's mean and inverse deviation, for units from … to − 1.</summary>
    internal static void Normalise(TrainingLayer layer, int from, int to, int samples)
    {
        for (var f = from; f < to; f++)
        {
            var (mean, squares) = Means(layer, f, samples);
            (layer.Mean.Pointer[f], layer.Inverse.Pointer[f]) = Normal(mean, squares);
        }
    }

    /// <summary>Mean and inverse deviation from the means of z and z².</summary>
    internal static (float Mean, float Inverse) Normal(double mean, double squares) =>
        ((float)mean, (float)(1 / Math.Sqrt(Math.Max(0, squares - (mean * mean)) + Epsilon)));

    /// <summary>Means of the two summed quantities of unit <paramref name="f"/>.</summary>
    internal static (double First, double Second) Means(TrainingLayer layer, int f, int samples)
    {
        var (first, second) = (0.0, 0.0);
        for (var chunk = 0; chunk < layer.Chunks; chunk++)
        {
            first += layer.Sums.Pointer[((nint)chunk * 2 * layer.Pitch) + f];
            second += layer.Sums.Pointer[(((nint)chunk * 2) + 1) * layer.Pitch + f];
        }

        var count = (double)samples * layer.Positions;
        return (first / count, second / count);
    }
}
