namespace BnnMl;

/// <summary>A dense layer's pre-activations.</summary>
static unsafe class DenseForward
{
    /// <summary>Before <see cref="FromBytes"/>: 64 of the first layer's units as lanes.</summary>
    internal static void SplitWeights(TrainingLayer layer, int panel)
    {
        var f = panel * SumTables.Columns;
        TurnedBits.Split(layer.Read.Pointer + ((nint)f * layer.Words), layer.Words, Math.Min(SumTables.Columns, layer.Units - f),
            layer.SumLanes.Pointer + ((nint)panel * 2 * layer.Words * SumTables.Columns));
    }

    /// <summary>The first layer: a tile of 6 samples, all units; exact because |z| ≤ 2^22.</summary>
    internal static void FromBytes(TrainingLayer layer, TrainingInput input, int tile, Scratch scratch)
    {
        var (k, from) = (layer.K, tile * SumTables.Rows);
        var samples = Math.Min(SumTables.Rows, input.Count - from);
        input.Gather(from, samples);
        SumTables.FillRows(input.Values.Pointer + ((nint)from * k), k, samples, k, scratch.Tables.Pointer);
        for (var panel = 0; panel < layer.Panels; panel++)
        {
            var f = panel * SumTables.Columns;
            SumTables.Tile(SumTables.Groups(k), scratch.Tables.Pointer, layer.SumLanes.Pointer + ((nint)panel * 2 * layer.Words * SumTables.Columns), scratch.Results.Pointer);
            var units = Math.Min(SumTables.Columns, layer.Pitch - f);
            for (var row = 0; row < samples; row++)
                new Span<float>(scratch.Results.Pointer + (row * SumTables.Columns), units).CopyTo(new Span<float>(layer.Z.Pointer + ((nint)(from + row) * layer.Pitch) + f, units));
        }
    }

    /// <summary>Any other layer: bits times bits, for samples from … to − 1.</summary>
    internal static void FromBits(TrainingLayer layer, TrainingLayer previous, int from, int to) => BitProducts.Multiply(KernelSelector.Selected,
        previous.Out.Span[(from * previous.OutWords)..(to * previous.OutWords)], layer.Read.Span, layer.Words, layer.K, layer.Z.Pointer + ((nint)from * layer.Pitch));
}
