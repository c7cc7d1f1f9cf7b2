using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Through sign and batch norm, backwards.</summary>
static unsafe class ActivationGradient
{
    /// <summary>
    /// Straight-through: the gradient of a bit passes to y where |y| ≤ 1 (arXiv:1602.02830). Splits a sample's gradient of the output map into that of its own
    /// units (<see cref="TrainingLayer.Slope"/>) and of concatenated channels (<see cref="TrainingLayer.Pass"/>), and adds the two sums that batch norm needs.
    /// </summary>
    /// <param name="layer">The layer that made the map.</param>
    /// <param name="sample">Place in the batch.</param>
    /// <param name="map">Gradient [Output.Height, Output.Width, Output.Channels], rows <paramref name="row"/> apart.</param>
    /// <param name="row">Values from row to row.</param>
    /// <param name="sums">[2, Pitch] of the sample's chunk: added to.</param>
    internal static void ThroughSign(TrainingLayer layer, int sample, float* map, nint row, double* sums)
    {
        var (channels, first, output) = (layer.Plan.Output.Channels, layer.Plan.Output.Channels - layer.Units, layer.Plan.Output);
        var at = (nint)sample * layer.Positions * layer.Pitch;
        for (var f = 0; f < layer.Pitch; f += 16)
        {
            Vector512<float> mean = Vector512.Load(layer.Mean.Pointer + f), inverse = Vector512.Load(layer.Inverse.Pointer + f), shift = Vector512.Load(layer.Shift.Pointer + f);
            Vector512<float> sum = default, product = default;
            var used = Vector512.LessThan(Vector512<int>.Indices + Vector512.Create(f), Vector512.Create(layer.Units)).AsSingle();
            float* z = layer.Z.Pointer + at + f, slope = layer.Slope.Pointer + at + f;
            for (var y = 0; y < output.Height; y++)
            {
                var source = map + (y * row) + first + f;
                for (var x = 0; x < output.Width; x++, z += layer.Pitch, slope += layer.Pitch, source += channels)
                {
                    var normal = (Vector512.Load(z) - mean) * inverse;
                    var passes = Vector512.LessThanOrEqual(Vector512.Abs(normal + shift), Vector512<float>.One) & used;
                    var d = Vector512.Load(source) & passes;
                    d.Store(slope);
                    (sum, product) = (sum + d, product + (d * normal));
                }
            }

            Add(sum, sums + f);
            Add(product, sums + layer.Pitch + f);
        }

        if (layer.Plan.Concatenate)
            Split(layer, sample, map, row);
    }

    /// <summary>Makes the gradient of z from that of y, in place: (d − mean(d) − ŷ · mean(d · ŷ)) / deviation (arXiv:1502.03167).</summary>
    internal static void ThroughBatchNorm(TrainingLayer layer, int sample)
    {
        var at = (nint)sample * layer.Positions * layer.Pitch;
        float* z = layer.Z.Pointer + at, slope = layer.Slope.Pointer + at;
        for (var position = 0; position < layer.Positions; position++, z += layer.Pitch, slope += layer.Pitch)
            for (var f = 0; f < layer.Pitch; f += 16)
            {
                var inverse = Vector512.Load(layer.Inverse.Pointer + f);
                var normal = (Vector512.Load(z + f) - Vector512.Load(layer.Mean.Pointer + f)) * inverse;
                var d = Vector512.Load(slope + f) - Vector512.Load(layer.Mean1.Pointer + f) - (normal * Vector512.Load(layer.Mean2.Pointer + f));
                (d * inverse).Store(slope + f);
            }
    }

    static void Split(TrainingLayer layer, int sample, float* map, nint row)
    {
        var (channels, kept) = (layer.Plan.Output.Channels, layer.Plan.Input.Channels);
        var pass = layer.Pass.Pointer + ((nint)sample * layer.Positions * kept);
        for (var y = 0; y < layer.Plan.Output.Height; y++)
            for (var x = 0; x < layer.Plan.Output.Width; x++, pass += kept)
                new Span<float>(map + (y * row) + (x * channels), kept).CopyTo(new Span<float>(pass, kept));
    }

    static void Add(Vector512<float> values, double* sums)
    {
        var (low, high) = Vector512.Widen(values);
        (Vector512.Load(sums) + low).Store(sums);
        (Vector512.Load(sums + 8) + high).Store(sums + 8);
    }
}
