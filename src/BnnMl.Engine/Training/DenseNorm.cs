using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// Batch norm and sign of a hidden dense layer, forward and backward, for 64 units at a time: samples lie in lanes, so a unit's mean, deviation and gradients are whole within its row,
/// and the unit's values are still in the cache when they are needed again. The steps are those of <see cref="BatchNormSigns"/> and <see cref="ActivationGradient"/>.
/// </summary>
static unsafe class DenseNorm
{
    const int Width = 16; // samples of a vector

    /// <summary>From z to statistics and bits.</summary>
    internal static void Forward(TrainingLayer layer, int part, int samples)
    {
        var (first, end) = (part * ShortSums.Lanes, Math.Min(layer.Units, (part + 1) * ShortSums.Lanes));
        for (var f = first; f < end; f++)
            Sum(layer, f, samples);
        BatchStatistics.Normalise(layer, first, end, samples);
        Span<ulong> square = stackalloc ulong[ShortSums.Lanes];
        for (var block = 0; block < SampleNumbers.Blocks(samples); block++)
        {
            square.Clear();
            for (var f = first; f < end; f++)
                square[f - first] = Signs(layer, f, layer.Z.Pointer + layer.LanesAt(block, f));
            BitTranspose.Square(square);
            for (var sample = block * ShortSums.Lanes; sample < Math.Min((block + 1) * ShortSums.Lanes, samples); sample++)
                layer.Out.Pointer[((nint)sample * layer.OutWords) + part] = square[sample % ShortSums.Lanes];
        }
    }

    /// <summary>Σ z and Σ z², whole numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Sum(TrainingLayer layer, int f, int samples)
    {
        Vector512<double> sum = default, squares = default;
        for (var from = 0; from < samples; from += Width)
        {
            var (low, high) = Vector512.Widen(Vector512.Load(layer.Z.Pointer + At(layer, f, from)) & Used(from, samples));
            (sum, squares) = (sum + low + high, squares + (low * low) + (high * high));
        }

        (layer.Sums.Pointer[f], layer.Sums.Pointer[layer.Pitch + f]) = (Total(sum), Total(squares));
    }

    /// <summary>A unit's bits of 64 samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static ulong Signs(TrainingLayer layer, int f, float* z)
    {
        Vector512<float> mean = Vector512.Create(layer.Mean.Pointer[f]), inverse = Vector512.Create(layer.Inverse.Pointer[f]), shift = Vector512.Create(layer.Shift.Pointer[f]);
        var bits = 0UL;
        for (var lane = 0; lane < ShortSums.Lanes; lane += Width)
            bits |= Vector512.GreaterThanOrEqual(((Vector512.Load(z + lane) - mean) * inverse) + shift, Vector512<float>.Zero).ExtractMostSignificantBits() << lane;
        return bits;
    }

    /// <summary>From the gradient of the bits to that of z, with the means that it takes; steps beta.</summary>
    internal static void Backward(TrainingLayer layer, int part, int samples, AdamStep adam)
    {
        var (first, end) = (part * ShortSums.Lanes, Math.Min(layer.Units, (part + 1) * ShortSums.Lanes));
        var gradient = stackalloc float[ShortSums.Lanes];
        new Span<float>(gradient, ShortSums.Lanes).Clear();
        for (var f = first; f < end; f++)
        {
            var (sum, product) = ThroughSign(layer, f, samples);
            (layer.Mean1.Pointer[f], layer.Mean2.Pointer[f], gradient[f - first]) = ((float)(sum / samples), (float)(product / samples), (float)sum);
            ThroughBatchNorm(layer, f, samples);
        }

        adam.Apply(layer.Shift.Pointer + first, layer.Shift1.Pointer + first, layer.Shift2.Pointer + first, gradient, Math.Min(ShortSums.Lanes, layer.Pitch - first), float.PositiveInfinity);
    }

    /// <summary>Straight-through; returns Σ d and Σ d · ŷ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static (double Sum, double Product) ThroughSign(TrainingLayer layer, int f, int samples)
    {
        Vector512<float> mean = Vector512.Create(layer.Mean.Pointer[f]), inverse = Vector512.Create(layer.Inverse.Pointer[f]), shift = Vector512.Create(layer.Shift.Pointer[f]);
        Vector512<float> sum = default, product = default;
        for (var from = 0; from < samples; from += Width)
        {
            var at = At(layer, f, from);
            var normal = (Vector512.Load(layer.Z.Pointer + at) - mean) * inverse;
            var d = Vector512.Load(layer.Raw.Pointer + at) & Vector512.LessThanOrEqual(Vector512.Abs(normal + shift), Vector512<float>.One) & Used(from, samples);
            d.Store(layer.Slope.Pointer + at);
            (sum, product) = (sum + d, product + (d * normal));
        }

        return (Total(sum), Total(product));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ThroughBatchNorm(TrainingLayer layer, int f, int samples)
    {
        Vector512<float> mean = Vector512.Create(layer.Mean.Pointer[f]), inverse = Vector512.Create(layer.Inverse.Pointer[f]);
        Vector512<float> first = Vector512.Create(layer.Mean1.Pointer[f]), second = Vector512.Create(layer.Mean2.Pointer[f]);
        for (var from = 0; from < SampleNumbers.Blocks(samples) * ShortSums.Lanes; from += Width)
        {
            var at = At(layer, f, from);
            var normal = (Vector512.Load(layer.Z.Pointer + at) - mean) * inverse;
            var d = (Vector512.Load(layer.Slope.Pointer + at) - first - (normal * second)) * inverse;
            (d & Used(from, samples)).Store(layer.Slope.Pointer + at);
        }
    }

    static double Total(Vector512<float> values)
    {
        var (low, high) = Vector512.Widen(values);
        return Total(low + high);
    }

    /// <summary>In one order everywhere.</summary>
    static double Total(Vector512<double> eight)
    {
        var four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[1]) + (four[2] + four[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static nint At(TrainingLayer layer, int f, int sample) => layer.LanesAt(sample / ShortSums.Lanes, f) + (sample % ShortSums.Lanes);

    /// <summary>Lanes that hold samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Used(int from, int samples) => Vector512.LessThan(Vector512<int>.Indices + Vector512.Create(from), Vector512.Create(samples)).AsSingle();
}
