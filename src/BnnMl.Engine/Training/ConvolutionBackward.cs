using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// A convolution backwards, sample by sample, from the gradient of the pooled z. The gradient of the unpooled z exists only as packed panels, with zeros where
/// another value of the window won.
/// </summary>
static unsafe class ConvolutionBackward
{
    /// <summary>Adds a sample's weight gradient, [K, positions] × [positions, units], to the chunk's tiles.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="previous">The layer that made the input bits; null for the first layer.</param>
    /// <param name="input">The 8-bit inputs, for the first layer.</param>
    /// <param name="sample">Place in the batch.</param>
    /// <param name="gradient">[tiles, Panels, 384].</param>
    /// <param name="scratch">This thread's memory.</param>
    internal static void Weights(TrainingLayer layer, TrainingLayer? previous, TrainingInput input, int sample, float* gradient, Scratch scratch)
    {
        Patches(layer, previous, input, sample, scratch);
        PackColumns(layer, sample, scratch.B.Pointer);
        var (positions, tiles) = (layer.Plan.Units.Area, TrainingLayer.Tiles(layer.K));
        for (var from = 0; from < positions; from += SgemmPanels.MaxDepth)
        {
            var depth = Math.Min(SgemmPanels.MaxDepth, positions - from);
            for (var tile = 0; tile < tiles; tile++)
            {
                var k = tile * SgemmPanels.Rows;
                if (previous is null)
                    BytePatches.Columns(scratch.Values.Pointer, input.Offsets.AsSpan(k, Math.Min(SgemmPanels.Rows, layer.K - k)), input.Corners.AsSpan(from, depth), scratch.A.Pointer);
                else
                    PanelPacking.Signs(scratch.Patches.Pointer + ((nint)from * layer.Words), layer.Words, k, depth, scratch.A.Pointer);
                for (var panel = 0; panel < layer.Panels; panel++)
                    SgemmPanels.Tile(depth, scratch.A.Pointer, scratch.B.Pointer + ((((nint)panel * positions) + from) * SgemmPanels.Columns),
                        gradient + ((((nint)tile * layer.Panels) + panel) * SgemmPanels.TileLength), add: true);
            }
        }
    }

    /// <summary>A sample's input gradient on the padded map, scratch.Map [Height + 2·Padding, PaddedRow]: for every tap, [positions, units] × [units, channels] added at the tap's offset.</summary>
    internal static void Inputs(TrainingLayer layer, TrainingLayer previous, int sample, Scratch scratch)
    {
        var (channels, taps) = (layer.Plan.Input.Channels, layer.Plan.Kernel * layer.Plan.Kernel);
        new Span<float>(scratch.Map.Pointer, (int)layer.PaddedInput).Clear();
        PackRows(layer, sample, scratch.A.Pointer);
        for (var tap = 0; tap < taps; tap++)
            for (var c = 0; c < channels; c += SgemmPanels.Columns)
            {
                var columns = Math.Min(SgemmPanels.Columns, channels - c);
                PanelPacking.SignColumns(layer.Read.Pointer, layer.Pitch, (tap * channels) + c, columns, layer.Units, scratch.B.Pointer);
                Tap(layer, scratch.Map.Pointer + ((nint)(tap / layer.Plan.Kernel) * layer.PaddedRow) + (tap % layer.Plan.Kernel * channels) + c, columns, scratch);
            }

        if (layer.Plan.Concatenate)
            AddPassed(layer, previous, sample, scratch.Map.Pointer);
    }

    static void Tap(TrainingLayer layer, float* map, int columns, Scratch scratch)
    {
        var (positions, width) = (layer.Plan.Units.Area, layer.Plan.Units.Width);
        for (var from = 0; from < positions; from += SgemmPanels.Rows)
        {
            SgemmPanels.Tile(layer.Units, scratch.A.Pointer + ((nint)from * layer.Units), scratch.B.Pointer, scratch.Results.Pointer);
            var (y, x) = (from / width, from % width);
            for (var row = 0; row < Math.Min(SgemmPanels.Rows, positions - from); row++)
            {
                Add(scratch.Results.Pointer + (row * SgemmPanels.Columns), map + ((nint)y * layer.PaddedRow) + (x * layer.Plan.Input.Channels), columns);
                (y, x) = x + 1 == width ? (y + 1, 0) : (y, x + 1);
            }
        }
    }

    /// <summary>Whole vectors of 16, then the rest.</summary>
    static void Add(float* values, float* target, int count)
    {
        for (; count >= 16; count -= 16, values += 16, target += 16)
            (Vector512.Load(target) + Vector512.Load(values)).Store(target);
        for (; count > 0; count--)
            *target++ += *values++;
    }

    static void Patches(TrainingLayer layer, TrainingLayer? previous, TrainingInput input, int sample, Scratch scratch)
    {
        if (previous is null)
        {
            input.Pad(layer.Plan, sample, scratch.Values.Pointer);
            return;
        }

        BitPatches.Pad(layer.Plan, previous.Out.Pointer + ((nint)sample * previous.OutWords), scratch.Padded.Pointer);
        BitPatches.Gather(layer.Plan, scratch.Padded.Pointer, scratch.Patches.Pointer);
    }

    /// <summary>The gradient of the unpooled z as B panels [Panels, positions, 32].</summary>
    static void PackColumns(TrainingLayer layer, int sample, float* panels)
    {
        var (positions, pitch) = (layer.Plan.Units.Area, layer.Pitch);
        var slope = layer.Slope.Pointer + ((nint)sample * layer.Positions * pitch);
        if (layer.Plan.Pool)
            new Span<float>(panels, layer.Panels * positions * SgemmPanels.Columns).Clear();
        for (var at = 0; at < layer.Positions; at++, slope += pitch)
        {
            var corner = Corner(layer.Plan, at);
            for (var f = 0; f < pitch; f += 16)
            {
                var panel = panels + ((((nint)(f / SgemmPanels.Columns) * positions) + corner) * SgemmPanels.Columns) + (f % SgemmPanels.Columns);
                if (layer.Plan.Pool)
                    Unpool(layer, sample, at, f, Vector512.Load(slope + f), panel);
                else
                    Vector512.Load(slope + f).Store(panel);
            }
        }
    }

    static void Unpool(TrainingLayer layer, int sample, int at, int f, Vector512<float> slope, float* panel)
    {
        var winners = Vector128.Load(layer.Winners.Pointer + ((((nint)sample * layer.Positions) + at) * layer.Pitch) + f);
        var (low, high) = Vector256.Widen(Vector256.Create(Vector128.WidenLower(winners), Vector128.WidenUpper(winners)));
        var lanes = Vector512.Create(low, high);
        for (var i = 0u; i < 4; i++)
        {
            var offset = ((i >> 1) * layer.Plan.Units.Width) + (i & 1);
            (Vector512.Equals(lanes, Vector512.Create(i)).AsSingle() & slope).Store(panel + (offset * SgemmPanels.Columns));
        }
    }

    /// <summary>The gradient of the unpooled z as A panels [tiles of positions, units, 12].</summary>
    static void PackRows(TrainingLayer layer, int sample, float* panels)
    {
        var (positions, pitch, units) = (layer.Plan.Units.Area, layer.Pitch, layer.Units);
        var slope = layer.Slope.Pointer + ((nint)sample * layer.Positions * pitch);
        if (!layer.Plan.Pool)
        {
            for (var from = 0; from < positions; from += SgemmPanels.Rows)
                PanelPacking.Transposed(slope + ((nint)from * pitch), pitch, Math.Min(SgemmPanels.Rows, positions - from), units, panels + ((nint)from * units));
            return;
        }

        var winners = layer.Winners.Pointer + ((nint)sample * layer.Positions * pitch);
        new Span<float>(panels, TrainingLayer.Tiles(positions) * SgemmPanels.Rows * units).Clear();
        var starts = stackalloc float*[4];
        for (var at = 0; at < layer.Positions; at++, slope += pitch, winners += pitch)
        {
            var corner = Corner(layer.Plan, at);
            for (var i = 0; i < 4; i++)
            {
                var position = corner + ((i >> 1) * layer.Plan.Units.Width) + (i & 1);
                starts[i] = panels + ((nint)(position / SgemmPanels.Rows) * units * SgemmPanels.Rows) + (position % SgemmPanels.Rows);
            }

            for (var f = 0; f < units; f++)
                starts[winners[f]][f * SgemmPanels.Rows] = slope[f];
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
