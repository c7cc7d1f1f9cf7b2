namespace BnnMl;

/// <summary>
/// A dense layer backwards. First, sample by sample, the gradient of z and of the inputs; then, unit by unit, that of the weights, which are stepped and packed while they are in
/// the cache; no weight gradient exists as a whole. Sums run over the batch or the units in order, so the result does not depend on threads.
/// </summary>
static unsafe class DenseBackward
{
    /// <summary>Tiles of units that one part of <see cref="Weights"/> covers: whole cache lines of the gradient.</summary>
    internal const int TilesPerPart = 8;

    /// <summary>Samples whose tables are held at a time.</summary>
    internal const int MaxDepth = 512;

    const int PanelDepth = 64; // of 64 inputs: 16 KiB

    /// <summary>Units of a part.</summary>
    internal const int StripLength = TilesPerPart * SumTables.Rows;

    /// <summary>Parts of <see cref="Weights"/>.</summary>
    internal static int Parts(TrainingLayer layer) => (layer.Tiles + TilesPerPart - 1) / TilesPerPart;

    /// <summary>One word of every unit's weights and of every sample's inputs to lanes.</summary>
    internal static void Turn(TrainingLayer layer, TrainingLayer previous, int word, int samples)
    {
        TurnWeights(layer, word);
        TurnedBits.Turn(previous.Out.Pointer + word, previous.OutWords, 8 * previous.OutWords, samples, layer.InputLanes.Pointer + ((nint)word * TrainingLayer.LaneLength(samples)));
    }

    /// <summary>One word of every unit's weights to lanes.</summary>
    internal static void TurnWeights(TrainingLayer layer, int word) =>
        TurnedBits.Turn(layer.Read.Pointer + (word * WeightLanes.Width), 1, layer.Words * WeightLanes.Width, layer.Units, layer.SumLanes.Pointer + ((nint)word * TrainingLayer.LaneLength(layer.Units)));

    /// <summary>A tile of 6 samples: the gradient through batch norm (hidden layers), then that of the inputs into <see cref="TrainingLayer.Raw"/> of the layer that made them.</summary>
    internal static void Samples(TrainingLayer layer, TrainingLayer? previous, int tile, int samples, Scratch scratch)
    {
        var from = tile * SumTables.Rows;
        var rows = Math.Min(SumTables.Rows, samples - from);
        if (layer.Plan.Kind != LayerKind.Output)
            for (var sample = from; sample < from + rows; sample++)
                ActivationGradient.ThroughBatchNorm(layer, sample);
        if (previous is null)
            return;
        SumTables.FillRows(layer.Slope.Pointer + ((nint)from * layer.Pitch), layer.Pitch, rows, layer.Units, scratch.Tables.Pointer);
        for (var word = 0; word < layer.Words; word++) // [samples, units] × [units, K]
            SumTables.Tile(SumTables.Groups(layer.Units), scratch.Tables.Pointer, layer.SumLanes.Pointer + ((nint)word * TrainingLayer.LaneLength(layer.Units)),
                previous.Raw.Pointer + ((nint)from * previous.RawPitch) + (word * SumTables.Columns), previous.RawPitch);
    }

    /// <summary>48 units: the gradient of their weights, [units, samples] × [samples, K], stepped at once.</summary>
    internal static void Weights(TrainingLayer layer, bool first, TrainingInput input, int part, AdamStep adam, Scratch scratch)
    {
        var (samples, from) = (input.Count, part * StripLength);
        var columns = Math.Min(StripLength, layer.Pitch - from);
        var strip = scratch.Strip.Pointer; // rows of the gradient lie kilobytes apart: side by side they do not fight for the same cache lines
        if (columns < StripLength)
            new Span<float>(strip, samples * StripLength).Clear();
        for (var sample = 0; sample < samples; sample++)
            new Span<float>(layer.Slope.Pointer + ((nint)sample * layer.Pitch) + from, columns).CopyTo(new Span<float>(strip + (sample * StripLength), columns));
        var end = Math.Min(layer.Tiles, (part + 1) * TilesPerPart);
        if (first)
            Numbers(layer, input, part * TilesPerPart, end, strip, adam, scratch);
        for (var tile = part * TilesPerPart; tile < end && !first; tile++)
            Bits(layer, samples, tile, strip + (tile * SumTables.Rows) - from, adam, scratch);
    }

    static void Bits(TrainingLayer layer, int samples, int tile, float* source, AdamStep adam, Scratch scratch)
    {
        var units = Math.Min(SumTables.Rows, layer.Units - (tile * SumTables.Rows));
        for (var from = 0; from < samples; from += MaxDepth)
        {
            var depth = Math.Min(MaxDepth, samples - from);
            SumTables.FillColumns(source + ((nint)from * StripLength), StripLength, units, depth, scratch.Tables.Pointer);
            for (var word = 0; word < layer.Words; word++)
            {
                var result = scratch.Results.Pointer + (samples > MaxDepth ? word * SumTables.TileLength : 0);
                SumTables.Tile(SumTables.Groups(depth), scratch.Tables.Pointer,
                    layer.InputLanes.Pointer + ((nint)word * TrainingLayer.LaneLength(samples)) + TrainingLayer.LaneLength(from), result, add: from > 0);
                if (from + depth == samples)
                    WeightUpdate.Tile(layer, tile, word, result, adam);
            }
        }
    }

    /// <summary>8-bit inputs: some samples' panel of inputs stays in the first-level cache for all tiles of the part.</summary>
    static void Numbers(TrainingLayer layer, TrainingInput input, int from, int end, float* strip, AdamStep adam, Scratch scratch)
    {
        for (var word = 0; word < layer.Words; word++)
        {
            for (var sample = 0; sample < input.Count; sample += PanelDepth)
                for (var tile = from; tile < end; tile++)
                    SgemmPanels.Tile(Math.Min(PanelDepth, input.Count - sample), strip + ((nint)sample * StripLength) + ((tile - from) * SumTables.Rows), StripLength, 1,
                        input.Values.Pointer + ((nint)sample * layer.K) + (word * SgemmPanels.Columns), layer.K,
                        scratch.Results.Pointer + ((tile - from) * SumTables.TileLength), add: sample > 0);
            for (var tile = from; tile < end; tile++)
                WeightUpdate.Tile(layer, tile, word, scratch.Results.Pointer + ((tile - from) * SumTables.TileLength), adam);
        }
    }
}
