namespace BnnMl;

/// <summary>A convolution's pre-activations, sample by sample: patches in the layer's order, products, pooling.</summary>
static unsafe class ConvolutionForward
{
    /// <summary>The first layer's weights as ±1 [Blocks, K, 64], for <see cref="FromBytes"/>.</summary>
    internal static void PackWeights(TrainingLayer layer, float* panels)
    {
        for (var f = 0; f < layer.Pitch; f += SgemmPanels.Columns)
            SignPanels.Fill(layer.Read.Pointer + ((nint)f * layer.Words), layer.Words, Math.Min(layer.Pitch - f, SgemmPanels.Columns), layer.K, panels + ((nint)f * layer.K));
    }

    /// <summary>
    /// The first layer: floats of 8-bit numbers times ±1, exact because |z| ≤ 2^22. A tile's columns beyond the units spill into the rows behind, which are written later; so the last
    /// panel comes first, and the map has room behind it.
    /// </summary>
    internal static void FromBytes(TrainingLayer layer, TrainingInput input, int sample, Scratch scratch)
    {
        input.Patches(layer, sample, scratch);
        var z = scratch.Map.Pointer;
        var pitch = BytePatches.Pitch(layer.Plan);
        for (var from = 0; from < layer.Order.Length; from += SgemmPanels.Rows)
            for (var f = (layer.Blocks - 1) * SgemmPanels.Columns; f >= 0; f -= SgemmPanels.Columns)
                SgemmPanels.Tile(layer.K, scratch.A.Pointer + ((nint)from * pitch), 1, pitch, scratch.B.Pointer + ((nint)f * layer.K), layer.WeightPlaces.Pointer,
                    z + ((nint)from * layer.Pitch) + f, layer.Pitch);
        if (layer.Plan.Pool)
            Pool(layer, sample, z);
        else
            new Span<float>(z, layer.Positions * layer.Pitch).CopyTo(new(Pooled(layer, sample), layer.Positions * layer.Pitch));
    }

    /// <summary>A hidden layer: bits times bits.</summary>
    internal static void FromBits(TrainingLayer layer, TrainingLayer previous, int sample, Scratch scratch)
    {
        var patches = layer.Patches.Span.Slice(sample * layer.Order.Length * layer.Words, layer.Order.Length * layer.Words);
        BitPatches.Pad(layer.Plan, new(previous.Out.Pointer + ((nint)sample * previous.OutWords), previous.OutWords), scratch.Padded.Span);
        BitPatches.Gather(layer.Plan, scratch.Padded.Span, layer.Corners, patches);
        var z = layer.Plan.Pool ? scratch.Map.Pointer : Pooled(layer, sample);
        BitProducts.Multiply(KernelSelector.Selected, patches, layer.Read.Span, layer.Words, layer.K, z);
        if (layer.Plan.Pool)
            Pool(layer, sample, z);
    }

    static float* Pooled(TrainingLayer layer, int sample) => layer.Z.Pointer + ((nint)sample * layer.Positions * layer.Pitch);

    static void Pool(TrainingLayer layer, int sample, float* z) =>
        MaxPooling.Pool(z, (nint)layer.Positions * layer.Pitch, Pooled(layer, sample), layer.Winners.Pointer + ((nint)sample * layer.Positions * layer.Pitch));
}
