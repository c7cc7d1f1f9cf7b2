namespace BnnMl;

/// <summary>A dense layer's pre-activations.</summary>
static unsafe class DenseForward
{
    /// <summary>Before <see cref="FromBytes"/>: a block of samples as numbers.</summary>
    internal static void Gather(TrainingLayer layer, TrainingInput input, int block)
    {
        layer.Numbers!.Fill(block, input);
        input.Gather(block);
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
        var pitch = layer.Blocks * ShortSums.Lanes;
        if (layer.HasSampleLanes)
            layer.Numbers!.Multiply(block, rowBlock, layer.Units, layer.SumWords.Pointer, pitch, layer.Z.Pointer + layer.LanesAt(block, rowBlock * SampleNumbers.RowBlock(layer.Units)), scratch);
        else
            layer.Numbers!.Multiply(block, rowBlock, layer.Units, layer.SumWords.Pointer, pitch, layer.Z.Pointer, layer.Pitch, samples, scratch);
    }

    /// <summary>Before <see cref="Hidden"/>: a block of samples, eight side by side.</summary>
    internal static void Interleave(TrainingLayer layer, TrainingLayer previous, int samples, int block)
    {
        var (from, length) = (block * ShortSums.Lanes, ShortSums.Lanes * layer.Words);
        var count = Math.Min(ShortSums.Lanes, samples - from);
        WeightLanes.Fill(previous.Out.Span.Slice(from * previous.OutWords, count * previous.OutWords), count, layer.Words, layer.InputLanes.Span.Slice(block * length, length));
    }

    /// <summary>A hidden layer, bits times bits: 64 units of all samples, which lie in lanes.</summary>
    internal static void Hidden(TrainingLayer layer, int samples, int block, Scratch scratch)
    {
        var (first, count, length) = (block * ShortSums.Lanes, Math.Min(ShortSums.Lanes, layer.Units - (block * ShortSums.Lanes)), ShortSums.Lanes * layer.Words);
        var rows = scratch.Rows.Span[..(count * layer.Words)];
        WeightLanes.Rows(layer.Read.Span[(first * layer.Words)..], count, layer.Words, rows);
        for (var from = 0; from < SampleNumbers.Blocks(samples); from++)
            BitProducts.Multiply(KernelSelector.Selected, rows, layer.InputLanes.Span.Slice(from * length, length), layer.Words, layer.K, layer.Z.Pointer + layer.LanesAt(from, first));
    }

    /// <summary>The output layer, bits times bits, for samples from … to − 1.</summary>
    internal static void Output(TrainingLayer layer, TrainingLayer previous, int from, int to) => BitProducts.Multiply(KernelSelector.Selected,
        previous.Out.Span[(from * previous.OutWords)..(to * previous.OutWords)], layer.Read.Span, layer.Words, layer.K, layer.Z.Pointer + ((nint)from * layer.Pitch));
}
