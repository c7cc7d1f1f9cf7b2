using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// A convolution backwards, from the gradient of the pooled z. Positions are in the layer's order. That of the unpooled z has zeros where another value of the
/// window won.
/// </summary>
static unsafe class ConvolutionBackward
{
    /// <summary>Samples whose gradients share units: one, where it has many positions.</summary>
    internal static int Group(TrainingLayer layer) => Math.Max(1, FixedPoint.MaxDepth / layer.Positions);

    /// <summary>The gradient of a sample's unpooled z, [positions, Pitch]: the slope itself where nothing was pooled.</summary>
    static float* Unpooled(TrainingLayer layer, int sample, Scratch scratch)
    {
        var length = (nint)layer.Positions * layer.Pitch;
        var slope = layer.Slope.Pointer + (sample * length);
        if (!layer.Plan.Pool)
            return slope;
        var winners = layer.Winners.Pointer + (sample * length);
        var target = scratch.Gradient.Pointer;
        for (nint i = 0; i < length; i += 16, target += 16)
        {
            var (value, place) = (Vector512.Load(slope + i), Places(winners + i));
            for (var p = 0u; p < 4; p++)
                (Vector512.Equals(place, Vector512.Create(p)).AsSingle() & value).Store(target + (p * length));
        }

        return scratch.Gradient.Pointer;
    }

    /// <summary>Adds the weight gradient of some samples, [K, positions] × [positions, units], to the chunk's, which is in the order of the weights.</summary>
    internal static void Weights(TrainingLayer layer, int from, int to, float* gradient, Scratch scratch)
    {
        var (step, words) = (ShortSums.Step(layer.Order.Length), ShortSums.Words(layer.Order.Length));
        for (var block = 0; block < layer.Blocks; block++, gradient += (nint)layer.K * ShortSums.Lanes)
        {
            var (first, lanes) = (block * ShortSums.Lanes, Math.Min(ShortSums.Lanes, layer.Pitch - (block * ShortSums.Lanes)));
            Units(layer, from, to, first, lanes, scratch);
            new Span<short>(scratch.Sums.Pointer, layer.K * ShortSums.Lanes).Clear();
            if (lanes < ShortSums.Lanes)
                new Span<short>(scratch.Numbers.Pointer, layer.Order.Length * ShortSums.Lanes).Clear();
            for (var sample = from; sample < to; sample++)
            {
                var patches = layer.Patches.Pointer + ((nint)sample * layer.Order.Length * layer.Words);
                for (var word = 0; word < layer.Words; word++)
                    TurnedBits.Turn(patches + word, layer.Words, 8 * layer.Words, layer.Order.Length, step, scratch.PatchWords.Pointer + (word * 64), layer.InputPitch);
                Round(layer, sample, first, lanes, scratch);
                for (var word = 0; word < words; word++)
                {
                    if (HasSegments(layer) && word > 0 && word % FixedPoint.MaxWords == 0)
                        Add(layer, gradient, scratch);
                    scratch.Sum(scratch.Numbers.Pointer + ((nint)word * step * ShortSums.Lanes), Math.Min(step, layer.Order.Length - (word * step)),
                        scratch.PatchWords.Pointer + ((nint)word * layer.InputPitch), layer.K, scratch.Sums.Pointer);
                }
            }

            Add(layer, gradient, scratch);
        }
    }

    /// <summary>A sample has more positions than share a unit well: its sums are added up in floats, some words at a time.</summary>
    static bool HasSegments(TrainingLayer layer) => layer.Positions > FixedPoint.MaxDepth;

    /// <summary>The sums so far to the gradient; they begin anew.</summary>
    static void Add(TrainingLayer layer, float* gradient, Scratch scratch)
    {
        FixedPoint.Values(scratch.Sums.Pointer, layer.K, scratch.Units.Pointer, gradient, add: true);
        new Span<short>(scratch.Sums.Pointer, layer.K * ShortSums.Lanes).Clear();
    }

    /// <summary>The units of 64 neurons' gradients: of all positions of some samples, or the largest that one of a sample's segments needs.</summary>
    static void Units(TrainingLayer layer, int from, int to, int first, int lanes, Scratch scratch)
    {
        float* slope = layer.Slope.Pointer + ((nint)from * layer.Positions * layer.Pitch) + first, units = scratch.Units.Pointer;
        scratch.Units.Span.Clear();
        if (!HasSegments(layer))
        {
            FixedPoint.AddMagnitudes(slope, layer.Pitch, (to - from) * layer.Positions, lanes, units);
            FixedPoint.Units(units, ShortSums.Lanes, 2 * (to - from) * layer.Positions); // dithered numbers are off by up to 1 instead of 1/2
            return;
        }

        var length = FixedPoint.MaxWords * ShortSums.Step(layer.Order.Length);
        var sums = stackalloc float[ShortSums.Lanes];
        for (var start = 0; start < layer.Order.Length; start += length)
        {
            new Span<float>(sums, ShortSums.Lanes).Clear();
            for (var (at, end) = (start, Math.Min(start + length, layer.Order.Length)); at < end;) // the four places of pooled positions follow one another; any of them may have won
            {
                var position = at % layer.Positions;
                var count = Math.Min(end - at, layer.Positions - position);
                FixedPoint.AddMagnitudes(slope + ((nint)position * layer.Pitch), layer.Pitch, count, lanes, sums);
                at += count;
            }

            FixedPoint.Units(sums, ShortSums.Lanes, 2 * length);
            for (var lane = 0; lane < ShortSums.Lanes; lane++)
                units[lane] = Math.Max(units[lane], sums[lane]);
        }
    }

    /// <summary>The same for the first layer, in floats, to blocks [whole tiles of K, 64].</summary>
    internal static void FirstWeights(TrainingLayer layer, TrainingInput input, int sample, float* gradient, Scratch scratch)
    {
        input.Patches(layer, sample, scratch);
        var unpooled = Unpooled(layer, sample, scratch);
        for (var f = 0; f < layer.Units; f += SgemmPanels.Columns)
            for (var k = 0; k < layer.K; k += SgemmPanels.Rows, gradient += SgemmPanels.Rows * SgemmPanels.Columns)
                SgemmPanels.Tile(layer.Order.Length, scratch.A.Pointer + k, BytePatches.Pitch(layer.Plan), 1, unpooled + f, layer.PositionPlaces.Pointer, gradient, add: true);
    }

    /// <summary>
    /// A sample's gradient of 64 units to numbers [positions, 64], unpooled. Positions with the same z, such as those of a flat background, have the same gradient, whose rounding errors would add up
    /// instead of averaging out: a dither in [−1/2, 1/2) that runs evenly over the positions (a Weyl sequence) makes them average out.
    /// </summary>
    static void Round(TrainingLayer layer, int sample, int first, int lanes, Scratch scratch)
    {
        var (at, length) = (((nint)sample * layer.Positions * layer.Pitch) + first, (nint)layer.Positions * ShortSums.Lanes);
        var units = stackalloc float[ShortSums.Lanes];
        for (var lane = 0; lane < lanes; lane += 16)
            (Vector512<float>.One / Vector512.Load(scratch.Units.Pointer + lane)).Store(units + lane);
        var target = scratch.Numbers.Pointer;
        for (var i = 0; i < layer.Positions; i++, at += layer.Pitch, target += ShortSums.Lanes)
        {
            var dither = FixedPoint.Dither((sample * layer.Positions) + i);
            for (var lane = 0; lane < lanes; lane += 16)
            {
                var value = FixedPoint.Rounded((Vector512.Load(layer.Slope.Pointer + at + lane) * Vector512.Load(units + lane)) + dither);
                if (layer.Plan.Pool)
                    Unpool(value, Places(layer.Winners.Pointer + at + lane).AsInt32(), target + lane, length);
                else
                    Narrow(value).Store(target + lane);
            }
        }
    }

    /// <summary>Numbers to the places of the window that won; the others become 0.</summary>
    static void Unpool(Vector512<int> value, Vector512<int> place, short* target, nint length)
    {
        Narrow(Vector512.Equals(place, Vector512<int>.Zero) & value).Store(target);
        Narrow(Vector512.Equals(place, Vector512.Create(1)) & value).Store(target + length);
        Narrow(Vector512.Equals(place, Vector512.Create(2)) & value).Store(target + (2 * length));
        Narrow(Vector512.Equals(place, Vector512.Create(3)) & value).Store(target + (3 * length));
    }

    static Vector256<short> Narrow(Vector512<int> values) => Vector256.Narrow(values.GetLower(), values.GetUpper());

    /// <summary>Sixteen winners as lanes.</summary>
    static Vector512<uint> Places(byte* winners)
    {
        var (low, high) = Vector256.Widen(Vector256.Create(Vector128.WidenLower(Vector128.Load(winners)), Vector128.WidenUpper(Vector128.Load(winners))));
        return Vector512.Create(low, high);
    }
}
