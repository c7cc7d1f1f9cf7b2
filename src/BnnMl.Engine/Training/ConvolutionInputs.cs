using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// The gradient of a convolution's inputs, sample by sample, on the padded map: 16-bit sums with one unit for all positions, so that what the places of the kernel contribute is added up
/// before anything becomes a float. Some units at a time share a unit of numbers, the finest with which no sum can leave 16 bits.
/// </summary>
static unsafe class ConvolutionInputs
{
    /// <summary>A sample's input gradient to scratch.Map [Height + 2·Padding, PaddedRow].</summary>
    internal static void Make(TrainingLayer layer, TrainingLayer previous, int sample, Scratch scratch)
    {
        var (map, step, words, channels) = (layer.GradientMap, ShortSums.Step(layer.Units), ShortSums.Words(layer.Units), layer.Plan.Input.Channels);
        for (var from = 0; from < words; from += map.SegmentWords)
        {
            var (first, end) = (from * step, Math.Min(layer.Units, (from + map.SegmentWords) * step));
            var unit = Unit(layer, sample, first, end, scratch.Strip.Pointer);
            Round(layer, sample, first, end, 1 / unit, scratch.Numbers.Pointer);
            new Span<short>(scratch.Planes.Pointer, (channels + 4) * map.PlanePitch).Clear();
            for (var f = first; f < end; f += step)
                Add(layer, f / step, scratch.Numbers.Pointer + ((nint)(f - first) * map.Lanes), Math.Min(step, end - f), scratch);
            Turned.Numbers(scratch.Planes.Pointer, map.PlanePitch, channels, map.Area, unit, scratch.Map.Pointer, channels, add: from > 0);
        }

        if (layer.Plan.Concatenate)
            AddPassed(layer, previous, sample, scratch.Map.Pointer);
    }

    /// <summary>One word of units: what every place of the kernel contributes goes to the plane of each input channel, by as much further as the place lies.</summary>
    static void Add(TrainingLayer layer, int word, short* numbers, int count, Scratch scratch)
    {
        var (map, kernel, channels) = (layer.GradientMap, layer.Plan.Kernel, layer.Plan.Input.Channels);
        for (var lane = 0; lane < map.Lanes; lane += ShortSums.Lanes)
        {
            scratch.Tabulate(numbers + lane, count, map.Lanes);
            var words = layer.SumWords.Pointer + ((nint)word * layer.InputPitch);
            for (var ky = 0; ky < kernel; ky++)
                for (var kx = 0; kx < kernel; kx++, words += channels)
                    scratch.Add(count, words, channels, scratch.Planes.Pointer + lane + (ky * map.Width) + kx, map.PlanePitch);
        }
    }

    /// <summary>The unit that fits the largest sum of magnitudes that any input could receive.</summary>
    static float Unit(TrainingLayer layer, int sample, int first, int end, float* magnitudes)
    {
        var slope = layer.Slope.Pointer + ((nint)sample * layer.Positions * layer.Pitch);
        for (var i = 0; i < layer.Positions; i++, slope += layer.Pitch)
            magnitudes[i] = Magnitude(slope, first, end);
        var (width, height, reach, largest) = (layer.Plan.Output.Width, layer.Plan.Output.Height, layer.GradientMap.Reach, 0f);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var sum = 0f;
                for (var row = y; row < Math.Min(height, y + reach); row++)
                    for (var column = x; column < Math.Min(width, x + reach); column++)
                        sum += magnitudes[(row * width) + column];
                largest = Math.Max(largest, sum);
            }

        return FixedPoint.Unit(largest, 2 * reach * reach * (end - first)); // dithered numbers are off by up to 1 instead of 1/2
    }

    /// <summary>Sixteen partial sums, added in one order everywhere.</summary>
    static float Magnitude(float* values, int first, int end)
    {
        Vector512<float> sum = default;
        var i = first;
        for (; i + 16 <= end; i += 16)
            sum += Vector512.Abs(Vector512.Load(values + i));
        var eight = sum.GetLower() + sum.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        var total = (four[0] + four[1]) + (four[2] + four[3]);
        for (; i < end; i++)
            total += Math.Abs(values[i]);
        return total;
    }

    /// <summary>Some units' gradient to numbers [units, lanes], unpooled, and dithered as those of <see cref="ConvolutionBackward"/> are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Round(TrainingLayer layer, int sample, int first, int end, float inverse, short* numbers)
    {
        var (map, at) = (layer.GradientMap, (nint)sample * layer.Positions * layer.Pitch);
        new Span<short>(numbers, (end - first) * map.Lanes).Clear();
        var rounded = stackalloc int[16];
        var places = stackalloc nint[4] { 0, 1, map.Width, map.Width + 1 };
        var (pool, pitch) = (layer.Plan.Pool, (nint)map.Lanes);
        for (var i = 0; i < layer.Positions; i++, at += layer.Pitch)
        {
            var dither = FixedPoint.Dither((sample * layer.Positions) + i);
            for (var from = first; from < end; from += 16)
            {
                FixedPoint.Rounded((Vector512.Load(layer.Slope.Pointer + at + from) * inverse) + dither).Store(rounded);
                var winners = layer.Winners.Pointer + at + from;
                var target = numbers + map.Positions[i] + ((from - first) * pitch);
                var count = Math.Min(16, end - from);
                if (pool)
                    for (var f = 0; f < count; f++, target += pitch)
                        target[places[winners[f]]] = (short)rounded[f];
                else
                    for (var f = 0; f < count; f++, target += pitch)
                        *target = (short)rounded[f];
            }
        }
    }

    /// <summary>Position in the unpooled map of the first value of a pooled one's window.</summary>
    static int Corner(PlannedLayer plan, int pooled)
    {
        if (!plan.Pool)
            return pooled;
        var (y, x) = Math.DivRem(pooled, plan.Output.Width);
        return (2 * y * plan.Units.Width) + (2 * x);
    }

    /// <summary>Concatenated channels: the gradient goes to the bit itself; where pooling ORed four, to the first +1 of the window, or the first if there is none.</summary>
    static void AddPassed(TrainingLayer layer, TrainingLayer previous, int sample, float* map)
    {
        var (plan, channels) = (layer.Plan, layer.Plan.Input.Channels);
        var bits = new ReadOnlySpan<ulong>(previous.Out.Pointer + ((nint)sample * previous.OutWords), previous.OutWords);
        var pass = layer.Pass.Pointer + ((nint)sample * layer.Positions * channels);
        for (var at = 0; at < layer.Positions; at++, pass += channels)
        {
            var (y, x) = Math.DivRem(Corner(plan, at), plan.Units.Width);
            for (var c = 0; c < channels; c++)
            {
                var winner = 0;
                while (plan.Pool && winner < 4 && !BitPack.Get(bits, ((((y + (winner >> 1)) * plan.Input.Width) + x + (winner & 1)) * channels) + c))
                    winner++;
                var (row, column) = (y + plan.Padding + ((winner & 3) >> 1), x + plan.Padding + (winner & 1));
                map[((nint)row * layer.PaddedRow) + (column * channels) + c] += pass[c];
            }
        }
    }
}
