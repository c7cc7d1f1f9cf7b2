namespace BnnMl;

/// <summary>
/// A dense layer backwards. Its gradient of z becomes 16-bit numbers twice: with a unit per sample for the gradient of the inputs, and with a unit per neuron for that of the weights, which
/// are stepped and packed while they are in the cache; no weight gradient exists as a whole. What is added up are whole numbers, or floats in the order of the batch, so the result does not
/// depend on threads.
/// </summary>
static unsafe class DenseBackward
{
    const int PanelRows = 192; // whole tiles and whole words

    /// <summary>One word of every unit's weights and, in a dense layer, of every sample's inputs to rows.</summary>
    internal static void Turn(TrainingLayer layer, TrainingLayer previous, int word, int samples)
    {
        TurnedBits.Turn(layer.Read.Pointer + (word * WeightLanes.Width), 1, layer.Words * WeightLanes.Width, layer.Units, ShortSums.Step(layer.Units),
            layer.SumWords.Pointer + (word * 64), layer.InputPitch);
        if (!layer.IsConvolution)
            TurnedBits.Turn(previous.Out.Pointer + word, previous.OutWords, 8 * previous.OutWords, samples, ShortSums.Step(samples), layer.InputWords.Pointer + (word * 64), layer.InputPitch);
    }

    /// <summary>Some units of a block of samples to numbers.</summary>
    internal static void Round(TrainingLayer layer, int part, int samples, Scratch scratch)
    {
        var (block, segment) = Math.DivRem(part, layer.Numbers!.Segments);
        if (layer.HasSampleLanes)
            layer.Numbers.Round(block, segment, layer.Slope.Pointer + layer.LanesAt(block, segment * layer.Numbers.SegmentLength));
        else
            layer.Numbers.Round(block, segment, layer.Slope.Pointer, layer.Pitch, samples, scratch);
    }

    /// <summary>The gradient of some inputs of a block of samples, into <see cref="TrainingLayer.Raw"/> of the layer that made them: [samples, units] × [units, K].</summary>
    internal static void Inputs(TrainingLayer layer, TrainingLayer previous, int part, int samples, Scratch scratch)
    {
        var (block, rowBlock) = Math.DivRem(part, SampleNumbers.RowBlocks(layer.K));
        if (previous.HasSampleLanes)
            layer.Numbers!.Multiply(block, rowBlock, layer.K, layer.SumWords.Pointer, layer.InputPitch, previous.Raw.Pointer + previous.LanesAt(block, rowBlock * SampleNumbers.RowBlock(layer.K)), scratch);
        else
            layer.Numbers!.Multiply(block, rowBlock, layer.K, layer.SumWords.Pointer, layer.InputPitch, previous.Raw.Pointer, previous.RawPitch, samples, scratch);
    }

    /// <summary>64 units: the gradient of their weights, [K, samples] × [samples, units], stepped at once.</summary>
    internal static void Weights(TrainingLayer layer, TrainingInput input, int block, AdamStep adam, Scratch scratch)
    {
        if (layer.Plan.IsFirst)
            Numbers(layer, input, block, adam, scratch);
        else
            Bits(layer, input.Count, block, adam, scratch);
    }

    static void Bits(TrainingLayer layer, int samples, int block, AdamStep adam, Scratch scratch)
    {
        var length = SampleNumbers.GradientWords * ShortSums.Step(samples);
        for (var from = 0; from < samples; from += length)
        {
            var count = Math.Min(length, samples - from);
            Copy(layer, block, from, count, scratch.Strip.Pointer);
            scratch.Units.Span.Clear();
            FixedPoint.AddMagnitudes(scratch.Strip.Pointer, ShortSums.Lanes, count, ShortSums.Lanes, scratch.Units.Pointer);
            FixedPoint.Units(scratch.Units.Pointer, ShortSums.Lanes, count);
            FixedPoint.Round(scratch.Strip.Pointer, ShortSums.Lanes, count, scratch.Units.Pointer, scratch.Numbers.Pointer);
            for (var row = 0; row < layer.K; row += SampleNumbers.RowBlock(layer.K))
                Rows(layer, samples, block, from, row, adam, scratch);
        }
    }

    /// <summary>Some rows of the gradient from the numbers of some samples: stepped where these are the last.</summary>
    static void Rows(TrainingLayer layer, int samples, int block, int from, int row, AdamStep adam, Scratch scratch)
    {
        var (rows, step, end) = (Math.Min(SampleNumbers.RowBlock(layer.K), layer.K - row), ShortSums.Step(samples), Math.Min(samples, from + (SampleNumbers.GradientWords * ShortSums.Step(samples))));
        new Span<short>(scratch.Sums.Pointer, rows * ShortSums.Lanes).Clear();
        for (var sample = from; sample < end; sample += step)
            scratch.Sum(scratch.Numbers.Pointer + ((sample - from) * ShortSums.Lanes), Math.Min(step, end - sample),
                layer.InputWords.Pointer + ((nint)(sample / step) * layer.InputPitch) + row, rows, scratch.Sums.Pointer);
        for (var word = 0; word * 64 < rows; word++)
        {
            var (at, many) = (word * WeightUpdate.RowsLength, samples > FixedPoint.MaxDepth);
            var gradient = many ? scratch.Gradient.Pointer + ((nint)row * ShortSums.Lanes) + at : scratch.Results.Pointer;
            FixedPoint.Values(scratch.Sums.Pointer + at, Math.Min(64, rows - (word * 64)), scratch.Units.Pointer, gradient, add: from > 0);
            if (end == samples)
                WeightUpdate.Rows(layer, block, (row / 64) + word, gradient, adam);
        }
    }

    /// <summary>The gradient of 64 units, some samples one after another [count, 64]. Missing units are 0.</summary>
    static void Copy(TrainingLayer layer, int block, int from, int count, float* strip)
    {
        var (first, units) = (block * ShortSums.Lanes, Math.Min(ShortSums.Lanes, layer.Units - (block * ShortSums.Lanes)));
        if (units < ShortSums.Lanes)
            new Span<float>(strip, count * ShortSums.Lanes).Clear();
        if (!layer.HasSampleLanes)
            for (var i = 0; i < count; i++)
                new Span<float>(layer.Slope.Pointer + ((nint)(from + i) * layer.Pitch) + first, units).CopyTo(new Span<float>(strip + (i * ShortSums.Lanes), units));
        else
            for (int i = 0, next; i < count; i = next)
            {
                var (samples, lane) = Math.DivRem(from + i, ShortSums.Lanes);
                next = Math.Min(count, i + ShortSums.Lanes - lane);
                Turned.Floats(layer.Slope.Pointer + layer.LanesAt(samples, first) + lane, ShortSums.Lanes, units, next - i, strip + (i * ShortSums.Lanes), ShortSums.Lanes);
            }
    }

    /// <summary>8-bit inputs times floats: some samples' strip of the gradient, 16 KiB, stays in the first-level cache for all tiles of a panel.</summary>
    static void Numbers(TrainingLayer layer, TrainingInput input, int block, AdamStep adam, Scratch scratch)
    {
        Copy(layer, block, 0, input.Count, scratch.Strip.Pointer);
        for (var from = 0; from < layer.K; from += PanelRows)
        {
            var end = Math.Min(layer.K, from + PanelRows);
            for (var samples = 0; samples < SampleNumbers.Blocks(input.Count); samples++)
                for (var k = from; k < end; k += SgemmPanels.Rows)
                {
                    var (count, values, places) = input.Panel(samples, k / SgemmPanels.Rows);
                    SgemmPanels.Tile(count, (float*)values, SgemmPanels.Rows, 1, scratch.Strip.Pointer + (samples * ShortSums.Lanes * SgemmPanels.Columns), (int*)places,
                        scratch.Results.Pointer + ((k - from) * SgemmPanels.Columns), add: samples > 0);
                }

            for (var k = from; k < end; k += 64)
                WeightUpdate.Rows(layer, block, k / 64, scratch.Results.Pointer + ((k - from) * SgemmPanels.Columns), adam);
        }
    }
}
