using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// A convolution backwards, sample by sample, from the gradient of the pooled z. Positions are in the layer's order. That of the unpooled z has zeros where another value of the
/// window won.
/// </summary>
static unsafe class ConvolutionBackward
{
    /// <summary>The gradient of a sample's unpooled z, [positions, Pitch]: the slope itself where nothing was pooled.</summary>
    internal static float* Unpooled(TrainingLayer layer, int sample, Scratch scratch)
    {
        var length = (nint)layer.Positions * layer.Pitch;
        var slope = layer.Slope.Pointer + (sample * length);
        if (!layer.Plan.Pool)
            return slope;
        var winners = layer.Winners.Pointer + (sample * length);
        var target = scratch.Gradient.Pointer;
        for (nint i = 0; i < length; i += 16, target += 16)
        {
            var (value, plane) = (Vector512.Load(slope + i), Planes(winners + i));
            (Vector512.Equals(plane, Vector512<uint>.Zero).AsSingle() & value).Store(target);
            (Vector512.Equals(plane, Vector512.Create(1u)).AsSingle() & value).Store(target + length);
            (Vector512.Equals(plane, Vector512.Create(2u)).AsSingle() & value).Store(target + (2 * length));
            (Vector512.Equals(plane, Vector512.Create(3u)).AsSingle() & value).Store(target + (3 * length));
        }

        return scratch.Gradient.Pointer;
    }

    /// <summary>Adds a sample's weight gradient, [units, positions] × [positions, K], to the chunk's tiles, which are in the order of the weights.</summary>
    internal static void Weights(TrainingLayer layer, int sample, float* gradient, Scratch scratch)
    {
        var patches = layer.Patches.Pointer + ((nint)sample * layer.Order.Length * layer.Words);
        var planes = layer.Plan.Pool ? 4 : 1;
        var (groups, length) = (SumTables.Groups(layer.Positions), TrainingLayer.LaneLength(layer.Positions));
        for (var word = 0; word < layer.Words; word++)
            for (var plane = 0; plane < planes; plane++)
                TurnedBits.Turn(patches + ((nint)plane * layer.Positions * layer.Words) + word, layer.Words, 8 * layer.Words, layer.Positions,
                    scratch.Lanes.Pointer + ((((nint)word * planes) + plane) * length));
        if (layer.Plan.Pool)
            FillMasks(layer, sample, scratch.Masks.Pointer);
        for (var f = 0; f < layer.Units; f += SumTables.Rows, gradient += (nint)layer.Words * SumTables.TileLength)
        {
            var rows = Math.Min(SumTables.Rows, layer.Units - f);
            SumTables.FillColumns(layer.Slope.Pointer + ((nint)sample * layer.Positions * layer.Pitch) + f, layer.Pitch, rows, layer.Positions, scratch.Tables.Pointer);
            for (var row = 0; layer.Plan.Pool && row < rows; row++)
                SumTables.AddWindows(groups, scratch.Tables.Pointer + (row * 16), scratch.Masks.Pointer + f + row, layer.Pitch, scratch.Lanes.Pointer, layer.Words,
                    gradient + (row * SumTables.Columns));
            for (var word = 0; !layer.Plan.Pool && word < layer.Words; word++)
                SumTables.Tile(groups, scratch.Tables.Pointer, scratch.Lanes.Pointer + ((nint)word * length), gradient + (word * SumTables.TileLength), add: true);
        }
    }

    /// <summary>The same for the first layer, [K, positions] × [positions, units], to tiles [⌈K / 6⌉, Panels, 384].</summary>
    internal static void FirstWeights(TrainingLayer layer, TrainingInput input, int sample, float* gradient, Scratch scratch)
    {
        input.Patches(layer, sample, scratch);
        var unpooled = Unpooled(layer, sample, scratch);
        for (var k = 0; k < layer.K; k += SgemmPanels.Rows)
            for (var f = 0; f < layer.Units; f += SgemmPanels.Columns, gradient += SumTables.TileLength)
                SgemmPanels.Tile(layer.Order.Length, scratch.A.Pointer + k, BytePatches.Pitch(layer.Plan), 1, unpooled + f, layer.Pitch, gradient, add: true);
    }

    /// <summary>A sample's input gradient on the padded map, scratch.Map [Height + 2·Padding, PaddedRow]: for 6 positions at a time [positions, units] × [units, K], every row of the kernel added where it was read.</summary>
    internal static void Inputs(TrainingLayer layer, TrainingLayer previous, int sample, Scratch scratch)
    {
        var (positions, width, pitch) = (layer.Order.Length, layer.Plan.Units.Width, (nint)layer.Words * SumTables.Columns);
        var unpooled = Unpooled(layer, sample, scratch);
        new Span<float>(scratch.Map.Pointer, (int)layer.PaddedInput).Clear();
        for (var from = 0; from < positions; from += SumTables.Rows)
        {
            var rows = Math.Min(SumTables.Rows, positions - from);
            SumTables.FillRows(unpooled + ((nint)from * layer.Pitch), layer.Pitch, rows, layer.Units, scratch.Tables.Pointer);
            for (var word = 0; word < layer.Words; word++)
                SumTables.Tile(SumTables.Groups(layer.Units), scratch.Tables.Pointer, layer.SumLanes.Pointer + ((nint)word * TrainingLayer.LaneLength(layer.Units)),
                    scratch.Results.Pointer + (word * SumTables.Columns), pitch);
            for (var row = 0; row < rows; row++)
            {
                var (y, x) = Math.DivRem(layer.Order[from + row], width);
                AddPatch(layer, scratch.Results.Pointer + (row * pitch), scratch.Map.Pointer + ((nint)y * layer.PaddedRow) + (x * layer.Plan.Input.Channels));
            }
        }

        if (layer.Plan.Concatenate)
            AddPassed(layer, previous, sample, scratch.Map.Pointer);
    }

    static void AddPatch(TrainingLayer layer, float* patch, float* map)
    {
        var run = layer.Plan.Kernel * layer.Plan.Input.Channels;
        for (var ky = 0; ky < layer.Plan.Kernel; ky++, patch += run, map += layer.PaddedRow)
            Add(patch, map, run);
    }

    /// <summary>Whole vectors of 16, then the rest.</summary>
    static void Add(float* values, float* target, int count)
    {
        for (; count >= 16; count -= 16, values += 16, target += 16)
            (Vector512.Load(target) + Vector512.Load(values)).Store(target);
        for (; count > 0; count--)
            *target++ += *values++;
    }

    /// <summary>Which place won in every window, as bits: [⌈windows / 32⌉, 4, Pitch].</summary>
    static void FillMasks(TrainingLayer layer, int sample, uint* masks)
    {
        var winners = layer.Winners.Pointer + ((nint)sample * layer.Positions * layer.Pitch);
        for (var from = 0; from < layer.Positions; from += 32, masks += 4 * layer.Pitch, winners += 32 * layer.Pitch)
            for (var f = 0; f < layer.Pitch; f += 16)
            {
                Vector512<uint> m0 = default, m1 = default, m2 = default, m3 = default;
                for (var i = 0; i < Math.Min(32, layer.Positions - from); i++)
                {
                    var (plane, bit) = (Planes(winners + ((nint)i * layer.Pitch) + f), Vector512.Create(1u << i));
                    m0 |= Vector512.Equals(plane, Vector512<uint>.Zero) & bit;
                    m1 |= Vector512.Equals(plane, Vector512.Create(1u)) & bit;
                    m2 |= Vector512.Equals(plane, Vector512.Create(2u)) & bit;
                    m3 |= Vector512.Equals(plane, Vector512.Create(3u)) & bit;
                }

                m0.Store(masks + f);
                m1.Store(masks + layer.Pitch + f);
                m2.Store(masks + (2 * layer.Pitch) + f);
                m3.Store(masks + (3 * layer.Pitch) + f);
            }
    }

    /// <summary>Sixteen winners as lanes.</summary>
    static Vector512<uint> Planes(byte* winners)
    {
        var (low, high) = Vector256.Widen(Vector256.Create(Vector128.WidenLower(Vector128.Load(winners)), Vector128.WidenUpper(Vector128.Load(winners))));
        return Vector512.Create(low, high);
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
