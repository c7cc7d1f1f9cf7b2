namespace BnnMl;

/// <summary>A dense layer's pre-activations.</summary>
static unsafe class DenseForward
{
    /// <summary>Before <see cref="FromBytes"/>: a block of samples as numbers.</summary>
    internal static void Gather(TrainingLayer layer, TrainingInput input, int block)
    {
        layer.Numbers!.Fill(block, input);
        var from = block * ShortSums.Lanes;
        for (var sample = from; sample < Math.Min(from + ShortSums.Lanes, input.Count); sample++)
            input.Gather(sample);
    }

    /// <summary>Before <see cref="FromBytes"/>: 64 of the first layer's units as rows of words.</summary>
    internal static void CutWeights(TrainingLayer layer, int block)
    {
        var f = block * ShortSums.Lanes;
        TurnedBits.Cut(layer.Read.Pointer + ((nint)f * layer.Words), layer.Words, Math.Min(ShortSums.Lanes, layer.Units - f), layer.K, ShortSums.Step(layer.K),
            layer.SumWords.Pointer + f, layer.Blocks * ShortSums.Lanes);
    }

    /// <summary>The first layer: a block of samples and one of units; exact because |z| ≤ 2^22.</summary>
    internal static void FromBytes(TrainingLayer layer, int samples, int part, Scratch scratch)
    {
        var (block, rowBlock) = Math.DivRem(part, SampleNumbers.RowBlocks(layer.Units));
        layer.Numbers!.Multiply(block, rowBlock, layer.Units, layer.SumWords.Pointer, layer.Blocks * ShortSums.Lanes, layer.Z.Pointer, layer.Pitch, samples, scratch);
    }

    /// <summary>Any other layer: bits times bits, for samples from … to − 1.</summary>
    internal static void FromBits(TrainingLayer layer, TrainingLayer previous, int from, int to) => BitProducts.Multiply(KernelSelector.Selected,
        previous.Out.Span[(from * previous.OutWords)..(to * previous.OutWords)], layer.Read.Span, layer.Words, layer.K, layer.Z.Pointer + ((nint)from * layer.Pitch));
}
