namespace BnnMl;

/// <summary>A convolution's pre-activations, sample by sample: patches, products, pooling.</summary>
static unsafe class ConvolutionForward
{
    /// <summary>The first layer's weights as ±1 in B panels [Panels, K, 64], for <see cref="FromBytes"/>.</summary>
    internal static void PackWeights(TrainingLayer layer, float* panels)
    {
        for (var panel = 0; panel < layer.Panels; panel++)
        {
            var f = panel * SgemmPanels.Columns;
            PanelPacking.SignRows(layer.Read.Pointer + f, layer.Pitch, Math.Min(layer.Pitch - f, SgemmPanels.Columns), layer.K,
                panels + ((nint)panel * layer.K * SgemmPanels.Columns));
        }
    }

    /// <summary>The first layer: floats of 8-bit numbers times ±1, exact because |z| ≤ 2^22.</summary>
    internal static void FromBytes(TrainingLayer layer, TrainingInput input, int sample, Scratch scratch)
    {
        input.Pad(layer.Plan, sample, scratch.Values.Pointer);
        var (k, positions) = (layer.K, layer.Plan.Units.Area);
        float* tile = scratch.Results.Pointer, z = Target(layer, sample, scratch);
        for (var from = 0; from < positions; from += SgemmPanels.Rows)
        {
            var rows = Math.Min(SgemmPanels.Rows, positions - from);
            BytePatches.Patches(scratch.Values.Pointer, input.Offsets, input.Corners.AsSpan(from, rows), scratch.A.Pointer);
            for (var panel = 0; panel < layer.Panels; panel++)
            {
                var f = panel * SgemmPanels.Columns;
                var (weights, columns) = (panel * k * SgemmPanels.Columns, Math.Min(layer.Pitch - f, SgemmPanels.Columns));
                if (rows == SgemmPanels.Rows && columns == SgemmPanels.Columns)
                {
                    SgemmPanels.Tile(k, scratch.A.Pointer, scratch.B.Pointer + weights, SgemmPanels.Columns, z + ((nint)from * layer.Pitch) + f, layer.Pitch);
                    continue;
                }

                SgemmPanels.Tile(k, scratch.A.Pointer, scratch.B.Pointer + weights, SgemmPanels.Columns, tile);
                for (var row = 0; row < rows; row++)
                    new Span<float>(tile + (row * SgemmPanels.Columns), columns).CopyTo(new Span<float>(z + ((nint)(from + row) * layer.Pitch) + f, columns));
            }
        }

        Pool(layer, sample, z);
    }

    /// <summary>A hidden layer: bits times bits.</summary>
    internal static void FromBits(TrainingLayer layer, TrainingLayer previous, int sample, Scratch scratch)
    {
        BitPatches.Pad(layer.Plan, previous.Out.Pointer + ((nint)sample * previous.OutWords), scratch.Padded.Pointer);
        BitPatches.Gather(layer.Plan, scratch.Padded.Pointer, scratch.Patches.Pointer);
        var z = Target(layer, sample, scratch);
        BitProducts.Multiply(scratch.Patches.Pointer, layer.Plan.Units.Area, layer.Words, layer.Read.Pointer, layer.Pitch, layer.K, z, layer.Pitch);
        Pool(layer, sample, z);
    }

    static float* Pooled(TrainingLayer layer, int sample) => layer.Z.Pointer + ((nint)sample * layer.Positions * layer.Pitch);

    static float* Target(TrainingLayer layer, int sample, Scratch scratch) => layer.Plan.Pool ? scratch.Map.Pointer : Pooled(layer, sample);

    static void Pool(TrainingLayer layer, int sample, float* z)
    {
        if (layer.Plan.Pool)
            MaxPooling.Pool(z, layer.Plan.Units.Height, layer.Plan.Units.Width, layer.Pitch, Pooled(layer, sample),
                layer.Winners.Pointer + ((nint)sample * layer.Positions * layer.Pitch));
    }
}
