namespace BnnMl;

/// <summary>A dense layer's pre-activations.</summary>
static unsafe class DenseForward
{
    /// <summary>The first layer: 32 units, all samples of the batch; exact because |z| ≤ 2^22.</summary>
    internal static void FromBytes(TrainingLayer layer, TrainingInput input, int panel, Scratch scratch)
    {
        var (k, f, tiles) = (layer.K, panel * SgemmPanels.Columns, TrainingLayer.Tiles(input.Count));
        var units = Math.Min(layer.Pitch - f, SgemmPanels.Columns);
        for (var from = 0; from < k; from += SgemmPanels.MaxDepth)
        {
            var depth = Math.Min(SgemmPanels.MaxDepth, k - from);
            PanelPacking.SignRows(layer.Read.Pointer + f, layer.Pitch, from, units, depth, scratch.B.Pointer);
            for (var tile = 0; tile < tiles; tile++)
                SgemmPanels.Tile(depth, input.Packed.Pointer + ((((nint)tile * k) + from) * SgemmPanels.Rows), scratch.B.Pointer,
                    scratch.Results.Pointer + (tile * SgemmPanels.TileLength), add: from > 0);
        }

        for (var sample = 0; sample < input.Count; sample++)
            new Span<float>(scratch.Results.Pointer + (sample * SgemmPanels.Columns), units).CopyTo(new Span<float>(layer.Z.Pointer + ((nint)sample * layer.Pitch) + f, units));
    }

    /// <summary>Any other layer: bits times bits, for samples from … to − 1.</summary>
    internal static void FromBits(TrainingLayer layer, TrainingLayer previous, int from, int to) => BitProducts.Multiply(
        previous.Out.Pointer + ((nint)from * previous.OutWords), to - from, layer.Words, layer.Read.Pointer, layer.Pitch, layer.K,
        layer.Z.Pointer + ((nint)from * layer.Pitch), layer.Pitch);
}
