using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// A convolution backwards, sample by sample, from the gradient of the pooled z. That of the unpooled z has zeros where another value of the window won.
/// </summary>
static unsafe class ConvolutionBackward
{
    /// <summary>The gradient of a sample's unpooled z, [positions, Pitch]: the slope itself where nothing was pooled.</summary>
    internal static float* Unpooled(TrainingLayer layer, int sample, Scratch scratch)
    {
        var (pitch, width) = (layer.Pitch, layer.Plan.Units.Width);
        var slope = layer.Slope.Pointer + ((nint)sample * layer.Positions * pitch);
        if (!layer.Plan.Pool)
            return slope;
        var gradient = scratch.Gradient.Pointer;
        if ((layer.Plan.Units.Height | width) % 2 != 0)
            new Span<float>(gradient, layer.Plan.Units.Area * pitch).Clear();
        var winners = layer.Winners.Pointer + ((nint)sample * layer.Positions * pitch);
        for (var at = 0; at < layer.Positions; at++, slope += pitch, winners += pitch)
        {
            var target = gradient + ((nint)Corner(layer.Plan, at) * pitch);
            for (var f = 0; f < pitch; f += 16)
                Unpool(Vector512.Load(slope + f), Vector128.Load(winners + f), target + f, pitch, width * (nint)pitch);
        }

        return gradient;
    }

    /// <summary>Adds a sample's weight gradient, [units, positions] × [positions, K], to the chunk's tiles.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="previous">The layer that made the input bits.</param>
    /// <param name="sample">Place in the batch.</param>
    /// <param name="unpooled">Of <see cref="Unpooled"/>.</param>
    /// <param name="gradient">In the order of the weights.</param>
    /// <param name="scratch">This thread's memory.</param>
    internal static void Weights(TrainingLayer layer, TrainingLayer previous, int sample, float* unpooled, float* gradient, Scratch scratch)
    {
        BitPatches.Pad(layer.Plan, previous.Out.Pointer + ((nint)sample * previous.OutWords), scratch.Padded.Pointer);
        BitPatches.Gather(layer.Plan, scratch.Padded.Pointer, scratch.Patches.Pointer);
        var positions = layer.Plan.Units.Area;
        var length = TrainingLayer.LaneLength(positions);
        for (var word = 0; word < layer.Words; word++)
            BitLanes.Turn(scratch.Patches.Pointer + word, layer.Words, positions, scratch.Lanes.Pointer + ((nint)word * length));
        for (var tile = 0; tile < layer.Tiles; tile++)
        {
            var f = tile * SumTables.Rows;
            SumTables.FillColumns(unpooled + f, layer.Pitch, Math.Min(SumTables.Rows, layer.Units - f), positions, scratch.Tables.Pointer);
            for (var word = 0; word < layer.Words; word++, gradient += SumTables.TileLength)
                SumTables.Tile(SumTables.Groups(positions), scratch.Tables.Pointer, scratch.Lanes.Pointer + ((nint)word * length), gradient, add: true);
        }
    }

    /// <summary>The same for the first layer, [K, positions] × [positions, units], to tiles [⌈K / 6⌉, Panels, 384].</summary>
    internal static void FirstWeights(TrainingLayer layer, TrainingInput input, int sample, float* unpooled, float* gradient, Scratch scratch)
    {
        input.Pad(layer.Plan, sample, scratch.Values.Pointer);
        for (var k = 0; k < layer.K; k += SgemmPanels.Rows)
        {
            BytePatches.Columns(scratch.Values.Pointer, input.Offsets.AsSpan(k, Math.Min(SgemmPanels.Rows, layer.K - k)), input.Corners, scratch.A.Pointer);
            for (var panel = 0; panel < layer.Panels; panel++, gradient += SumTables.TileLength)
                SgemmPanels.Tile(input.Corners.Length, scratch.A.Pointer, unpooled + (panel * SgemmPanels.Columns), layer.Pitch, gradient, add: true);
        }
    }

    /// <summary>A sample's input gradient on the padded map, scratch.Map [Height + 2·Padding, PaddedRow]: for 6 positions at a time [positions, units] × [units, K], every row of the kernel added where it was read.</summary>
    internal static void Inputs(TrainingLayer layer, TrainingLayer previous, int sample, float* unpooled, Scratch scratch)
    {
        var (positions, width, pitch) = (layer.Plan.Units.Area, layer.Plan.Units.Width, (nint)layer.Words * SumTables.Columns);
        new Span<float>(scratch.Map.Pointer, (int)layer.PaddedInput).Clear();
        for (var from = 0; from < positions; from += SumTables.Rows)
        {
            var rows = Math.Min(SumTables.Rows, positions - from);
            SumTables.FillRows(unpooled + ((nint)from * layer.Pitch), layer.Pitch, rows, layer.Units, scratch.Tables.Pointer);
            for (var word = 0; word < layer.Words; word++)
                SumTables.Tile(SumTables.Groups(layer.Units), scratch.Tables.Pointer, layer.WeightLanes.Pointer + ((nint)word * TrainingLayer.LaneLength(layer.Units)),
                    scratch.Results.Pointer + (word * SumTables.Columns), pitch);
            for (var row = 0; row < rows; row++)
                AddPatch(layer, scratch.Results.Pointer + (row * pitch), scratch.Map.Pointer + ((nint)((from + row) / width) * layer.PaddedRow) + ((from + row) % width * layer.Plan.Input.Channels));
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

    /// <summary>Each lane's value to where it won, 0 to the other three of the window.</summary>
    static void Unpool(Vector512<float> slope, Vector128<byte> winners, float* target, nint next, nint below)
    {
        var (low, high) = Vector256.Widen(Vector256.Create(Vector128.WidenLower(winners), Vector128.WidenUpper(winners)));
        var lanes = Vector512.Create(low, high);
        (Vector512.Equals(lanes, Vector512<uint>.Zero).AsSingle() & slope).Store(target);
        (Vector512.Equals(lanes, Vector512.Create(1u)).AsSingle() & slope).Store(target + next);
        (Vector512.Equals(lanes, Vector512.Create(2u)).AsSingle() & slope).Store(target + below);
        (Vector512.Equals(lanes, Vector512.Create(3u)).AsSingle() & slope).Store(target + below + next);
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
