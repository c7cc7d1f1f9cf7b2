namespace BnnMl;

/// <summary>
/// What a dense layer's products read with a lane per sample: 16-bit numbers [blocks of 64 samples, depth, 64], of which some words' worth share a unit per lane, so that their sums stay
/// within 16 bits.
/// </summary>
sealed unsafe class SampleNumbers
{
    /// <summary>Words of gradients that share a unit: up to 540 numbers.</summary>
    internal const int GradientWords = FixedPoint.MaxWords;

    /// <summary>Words of 8-bit numbers, whose unit is 1: 120 · 255 &lt; 2^15.</summary>
    internal const int ByteWords = 4;

    /// <summary>Most rows whose sums are held at a time, and stay in half of the second-level cache with what else is in use.</summary>
    internal const int MaxRows = 1024;

    readonly int segmentWords;

    /// <param name="batch">Most samples.</param>
    /// <param name="depth">Numbers per sample.</param>
    /// <param name="segmentWords">Words that share a unit.</param>
    internal SampleNumbers(int batch, int depth, int segmentWords)
    {
        (this.segmentWords, Depth) = (segmentWords, depth);
        Numbers = new((long)Blocks(batch) * depth * ShortSums.Lanes);
        Units = new((long)Blocks(batch) * Segments * ShortSums.Lanes);
    }

    /// <summary>Numbers per sample.</summary>
    internal int Depth { get; }

    /// <summary>Numbers per word of signs.</summary>
    internal int Step => ShortSums.Step(Depth);

    /// <summary>Numbers that share a unit.</summary>
    internal int SegmentLength => segmentWords * Step;

    /// <summary>Parts with units of their own.</summary>
    internal int Segments => (Depth + SegmentLength - 1) / SegmentLength;

    AlignedBuffer<short> Numbers { get; }

    /// <summary>[blocks, segments, 64].</summary>
    AlignedBuffer<float> Units { get; }

    /// <summary>Blocks of 64 samples.</summary>
    internal static int Blocks(int samples) => (samples + ShortSums.Lanes - 1) / ShortSums.Lanes;

    /// <summary>Blocks of rows of a product.</summary>
    internal static int RowBlocks(int rows) => (rows + MaxRows - 1) / MaxRows;

    /// <summary>Rows of a block: shared out evenly in whole words.</summary>
    internal static int RowBlock(int rows) => (((rows + RowBlocks(rows) - 1) / RowBlocks(rows)) + 63) / 64 * 64;

    /// <summary>Numbers from floats [samples, pitch], rounded.</summary>
    internal void Round(int block, int segment, float* values, nint pitch, int samples, Scratch scratch)
    {
        var (from, lanes) = (segment * SegmentLength, Math.Min(ShortSums.Lanes, samples - (block * ShortSums.Lanes)));
        var count = Math.Min(SegmentLength, Depth - from);
        if (lanes < ShortSums.Lanes)
            new Span<float>(scratch.Strip.Pointer, count * ShortSums.Lanes).Clear();
        Turned.Floats(values + ((nint)block * ShortSums.Lanes * pitch) + from, pitch, lanes, count, scratch.Strip.Pointer, ShortSums.Lanes);
        Round(block, segment, scratch.Strip.Pointer);
    }

    /// <summary>Numbers from floats that have a lane per sample already: those of one segment [count, 64].</summary>
    internal void Round(int block, int segment, float* values)
    {
        var count = Math.Min(SegmentLength, Depth - (segment * SegmentLength));
        var units = Units.Pointer + ((((nint)block * Segments) + segment) * ShortSums.Lanes);
        new Span<float>(units, ShortSums.Lanes).Clear();
        FixedPoint.AddMagnitudes(values, ShortSums.Lanes, count, ShortSums.Lanes, units);
        FixedPoint.Units(units, ShortSums.Lanes, count);
        FixedPoint.Round(values, ShortSums.Lanes, count, units, At(block, segment * SegmentLength));
    }

    /// <summary>One block's numbers from bytes: sample by sample, their unit is 1.</summary>
    internal void Fill(int block, TrainingInput input)
    {
        new Span<float>(Units.Pointer + ((nint)block * Segments * ShortSums.Lanes), Segments * ShortSums.Lanes).Fill(1);
        var samples = Math.Min(ShortSums.Lanes, input.Count - (block * ShortSums.Lanes));
        for (var lane = 0; lane < samples; lane++)
            input.Numbers((block * ShortSums.Lanes) + lane, At(block, 0) + lane, ShortSums.Lanes);
    }

    /// <summary>One block of rows of the product of a block of samples: target[row · 64 + lane] = Σ number · sign.</summary>
    /// <param name="block">Which samples.</param>
    /// <param name="rowBlock">Which rows.</param>
    /// <param name="rows">Of the whole product.</param>
    /// <param name="words">Signs [words of the depth, wordPitch].</param>
    /// <param name="wordPitch">From one word of a row to the next.</param>
    /// <param name="target">That of the block's first row.</param>
    /// <param name="scratch">This thread's memory.</param>
    /// <returns>How many rows, and the first of them.</returns>
    internal (int Count, int First) Multiply(int block, int rowBlock, int rows, uint* words, nint wordPitch, float* target, Scratch scratch)
    {
        var first = rowBlock * RowBlock(rows);
        var count = Math.Min(RowBlock(rows), rows - first);
        for (var segment = 0; segment < Segments; segment++)
        {
            new Span<short>(scratch.Sums.Pointer, count * ShortSums.Lanes).Clear();
            for (var word = segment * segmentWords; word < Math.Min((segment + 1) * segmentWords, ShortSums.Words(Depth)); word++)
            {
                var from = word * Step;
                var numbers = Math.Min(Step, Depth - from);
                scratch.Sum(At(block, from), numbers, words + (word * wordPitch) + first, count, scratch.Sums.Pointer);
            }

            FixedPoint.Values(scratch.Sums.Pointer, count, Units.Pointer + ((((nint)block * Segments) + segment) * ShortSums.Lanes), target, add: segment > 0);
        }

        return (count, first);
    }

    /// <summary>The same, to values [samples, pitch].</summary>
    /// <param name="block">Which samples.</param>
    /// <param name="rowBlock">Which rows.</param>
    /// <param name="rows">Of the whole product.</param>
    /// <param name="words">Signs [words of the depth, wordPitch].</param>
    /// <param name="wordPitch">From one word of a row to the next.</param>
    /// <param name="target">[samples, pitch].</param>
    /// <param name="pitch">From sample to sample.</param>
    /// <param name="samples">Of the batch.</param>
    /// <param name="scratch">This thread's memory.</param>
    internal void Multiply(int block, int rowBlock, int rows, uint* words, nint wordPitch, float* target, nint pitch, int samples, Scratch scratch)
    {
        var (count, first) = Multiply(block, rowBlock, rows, words, wordPitch, scratch.Results.Pointer, scratch);
        Turned.Floats(scratch.Results.Pointer, ShortSums.Lanes, count, Math.Min(ShortSums.Lanes, samples - (block * ShortSums.Lanes)),
            target + ((nint)block * ShortSums.Lanes * pitch) + first, pitch);
    }

    short* At(int block, int d) => Numbers.Pointer + ((((nint)block * Depth) + d) * ShortSums.Lanes);
}
