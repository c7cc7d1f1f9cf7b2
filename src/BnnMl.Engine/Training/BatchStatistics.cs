using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Means over the batch and all positions, per unit. Sums are kept per chunk of samples and added in the chunks' order, so they do not depend on threads.</summary>
static unsafe class BatchStatistics
{
    /// <summary>Added to the variance, in units of z². A pre-activation of ±1 numbers has a variance near K, so this matters only to units that are (nearly) constant.</summary>
    internal const double Epsilon = 1e-3;

    /// <summary>Σ z and Σ z² of a chunk; both are sums of whole numbers.</summary>
    internal static void Sum(TrainingLayer layer, int chunk, int from, int to)
    {
        var sums = layer.Sums.Pointer + ((nint)chunk * 2 * layer.Pitch);
        var rows = (nint)(to - from) * layer.Positions;
        for (var f = 0; f < layer.Pitch; f += 16)
        {
            var z = layer.Z.Pointer + ((nint)from * layer.Positions * layer.Pitch) + f;
            Vector512<double> low = default, high = default, lowSquares = default, highSquares = default;
            for (nint row = 0; row < rows; row++, z += layer.Pitch)
            {
                var (l, h) = Vector512.Widen(Vector512.Load(z));
                (low, high, lowSquares, highSquares) = (low + l, high + h, lowSquares + (l * l), highSquares + (h * h));
            }

            low.Store(sums + f);
            high.Store(sums + f + 8);
            lowSquares.Store(sums + layer.Pitch + f);
            highSquares.Store(sums + layer.Pitch + f + 8);
        }
    }

    /// <summary>The chunks' sums to the batch's mean and inverse deviation.</summary>
    internal static void Normalise(TrainingLayer layer, int chunks, int samples)
    {
        for (var f = 0; f < layer.Units; f++)
        {
            var (mean, squares) = Means(layer, f, chunks, samples);
            (layer.Mean.Pointer[f], layer.Inverse.Pointer[f]) = Normal(mean, squares);
        }
    }

    /// <summary>Mean and inverse deviation from the means of z and z².</summary>
    internal static (float Mean, float Inverse) Normal(double mean, double squares) =>
        ((float)mean, (float)(1 / Math.Sqrt(Math.Max(0, squares - (mean * mean)) + Epsilon)));

    /// <summary>Means of the two summed quantities of unit <paramref name="f"/>.</summary>
    internal static (double First, double Second) Means(TrainingLayer layer, int f, int chunks, int samples)
    {
        var (first, second) = (0.0, 0.0);
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            first += layer.Sums.Pointer[((nint)chunk * 2 * layer.Pitch) + f];
            second += layer.Sums.Pointer[(((nint)chunk * 2) + 1) * layer.Pitch + f];
        }

        var count = (double)samples * layer.Positions;
        return (first / count, second / count);
    }
}
