using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>A hidden layer's pre-activations to the bits that the next layer reads: y = (z − mean) · inverse + beta in the very steps of <see cref="BatchNorm.Normalise"/>, bit 1 where y ≥ 0.</summary>
static unsafe class BatchNormSigns
{
    /// <summary>One sample's output map, concatenated input channels included.</summary>
    internal static void Write(TrainingLayer layer, TrainingLayer? previous, int sample)
    {
        var map = layer.Out.Pointer + ((nint)sample * layer.OutWords);
        new Span<ulong>(map, layer.OutWords).Clear();
        var (channels, first) = (layer.Plan.Output.Channels, layer.Plan.Output.Channels - layer.Units);
        var z = layer.Z.Pointer + ((nint)sample * layer.Positions * layer.Pitch);
        for (var position = 0; position < layer.Positions; position++, z += layer.Pitch)
            Signs(layer, z, map, (position * channels) + first);
        if (layer.Plan.Concatenate)
            Concatenated(layer.Plan, new(previous!.Out.Pointer + ((nint)sample * previous.OutWords), previous.OutWords), new(map, layer.OutWords));
    }

    static void Signs(TrainingLayer layer, float* z, ulong* map, int at)
    {
        float* mean = layer.Mean.Pointer, inverse = layer.Inverse.Pointer, shift = layer.Shift.Pointer;
        for (var f = 0; f < layer.Units; f += 16, at += 16)
        {
            var y = ((Vector512.Load(z + f) - Vector512.Load(mean + f)) * Vector512.Load(inverse + f)) + Vector512.Load(shift + f);
            var bits = Vector512.GreaterThanOrEqual(y, Vector512<float>.Zero).ExtractMostSignificantBits();
            if (layer.Units - f < 16)
                bits &= (1u << (layer.Units - f)) - 1;
            map[at >> 6] |= bits << at;
            if ((at & 63) > 48 && bits >> (64 - (at & 63)) != 0)
                map[(at >> 6) + 1] |= bits >> (64 - (at & 63));
        }
    }

    /// <summary>The input's channels come first in the output; pooling ORs them.</summary>
    static void Concatenated(PlannedLayer plan, ReadOnlySpan<ulong> input, Span<ulong> map)
    {
        var (channels, width) = (plan.Input.Channels, plan.Input.Width);
        for (var y = 0; y < plan.Output.Height; y++)
            for (var x = 0; x < plan.Output.Width; x++)
            {
                var to = ((y * plan.Output.Width) + x) * plan.Output.Channels;
                if (!plan.Pool)
                {
                    BitRuns.Copy(input, ((y * width) + x) * channels, map, to, channels);
                    continue;
                }

                var from = ((2 * y * width) + (2 * x)) * channels;
                for (var c = 0; c < channels; c += 64)
                {
                    var count = Math.Min(64, channels - c);
                    BitRuns.Write(map, to + c, count, BitRuns.Read(input, from + c, count) | BitRuns.Read(input, from + channels + c, count)
                        | BitRuns.Read(input, from + (width * channels) + c, count) | BitRuns.Read(input, from + ((width + 1) * channels) + c, count));
                }
            }
    }
}
