namespace BnnMl;

/// <summary>A convolution's pre-activations, sample by sample: patches in the layer's order, products, pooling.</summary>
static unsafe class ConvolutionForward
{
    /// <summary>The first layer's weights as ±1 [Panels, K, 64], for <see cref="FromBytes"/>.</summary>
    internal static void PackWeights(TrainingLayer layer, float* panels)
    {
        for (var f = 0; f < layer.Pitch; f += SgemmPanels.Columns)
            SignPanels.Fill(layer.Read.Pointer + ((nint)f * layer.Words), layer.Words, Math.Min(layer.Pitch - f, SgemmPanels.Columns), layer.K, panels + ((nint)f * layer.K));
    }

    /// <summary>The first layer: floats of 8-bit numbers times ±1, exact because |z| ≤ 2^22.</summary>
    internal static void FromBytes(TrainingLayer layer, TrainingInput input, int sample, Scratch scratch)
    {
        input.Patches(layer, sample, scratch);
        var z = Target(layer, sample, scratch);
        var pitch = BytePatches.Pitch(layer.Plan);
        for (var from = 0; from < layer.Order.Length; from += SgemmPanels.Rows)
            for (var f = 0; f < layer.Pitch; f += SgemmPanels.Columns)
            {
                var (rows, columns) = (Math.Min(SgemmPanels.Rows, layer.Order.Length - from), Math.Min(layer.Pitch - f, SgemmPanels.Columns));
                float* patches = scratch.A.Pointer + ((nint)from * pitch), weights = scratch.B.Pointer + ((nint)f * layer.K), target = z + ((nint)from * layer.Pitch) + f;
                if (rows == SgemmPanels.Rows && columns == SgemmPanels.Columns)
                    SgemmPanels.Tile(layer.K, patches, 1, pitch, weights, SgemmPanels.Columns, target, layer.Pitch);
                else
                    Edge(layer, patches, weights, rows, columns, target, scratch.Results.Pointer);
            }

        Pool(layer, sample, z);
    }

    /// <summary>A hidden layer: bits times bits.</summary>
    internal static void FromBits(TrainingLayer layer, TrainingLayer previous, int sample, Scratch scratch)
    {
        Patches(layer, previous, sample, scratch);
        var z = Target(layer, sample, scratch);
        BitProducts.Multiply(KernelSelector.Selected, scratch.Patches.Pointer, layer.Order.Length, layer.Read.Span, layer.Words, layer.K, z);
        Pool(layer, sample, z);
    }

    /// <summary>A sample's patches of bits, into the scratch.</summary>
    internal static void Patches(TrainingLayer layer, TrainingLayer previous, int sample, Scratch scratch)
    {
        BitPatches.Pad(layer.Plan, new(previous.Out.Pointer + ((nint)sample * previous.OutWords), previous.OutWords), scratch.Padded.Span);
        BitPatches.Gather(layer.Plan, scratch.Padded.Span, layer.Corners, scratch.Patches.Span);
    }

    /// <summary>A tile that is not full.</summary>
    static void Edge(TrainingLayer layer, float* patches, float* weights, int rows, int columns, float* target, float* tile)
    {
        SgemmPanels.Tile(layer.K, patches, 1, BytePatches.Pitch(layer.Plan), weights, SgemmPanels.Columns, tile);
        for (var row = 0; row < rows; row++)
            new Span<float>(tile + (row * SgemmPanels.Columns), columns).CopyTo(new Span<float>(target + ((nint)row * layer.Pitch), columns));
    }

    static float* Pooled(TrainingLayer layer, int sample) => layer.Z.Pointer + ((nint)sample * layer.Positions * layer.Pitch);

    static float* Target(TrainingLayer layer, int sample, Scratch scratch) => layer.Plan.Pool ? scratch.Map.Pointer : Pooled(layer, sample);

    static void Pool(TrainingLayer layer, int sample, float* z)
    {
        if (layer.Plan.Pool)
            MaxPooling.Pool(z, (nint)layer.Positions * layer.Pitch, Pooled(layer, sample), layer.Winners.Pointer + ((nint)sample * layer.Positions * layer.Pitch));
    }
}
