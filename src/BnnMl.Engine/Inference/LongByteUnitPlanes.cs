namespace BnnMl;

/// <summary>The units of a layer that reads many 8-bit inputs, or a share of them, one word of 64 samples after another: sums of some inputs at a time, widened before they could overflow.</summary>
sealed unsafe class LongByteUnitPlanes : IUnitPlanes
{
    const int Block = 1024;     // units whose sums wait in the second-level cache while tables are added
    const int NearInputs = 128; // 128 · 255 < 2^15

    readonly InstructionSet set;
    readonly PlannedLayer plan;
    readonly TableLists lists;
    readonly ByteColumns input;
    readonly int[] offsets;
    readonly int vectorWords;
    readonly int words;
    readonly int share;
    readonly int shares;
    readonly AlignedBuffer<short> tables = new(ShortSums.MaxGroups * ShortSums.TableLength);
    readonly AlignedBuffer<short> numbers = new(ShortSums.MaxGroups * ShortSums.GroupLength * ShortSums.Lanes);
    readonly AlignedBuffer<short> sums;
    readonly AlignedBuffer<int> wide;

    /// <param name="plan">The first layer.</param>
    /// <param name="lists">Its weights, long.</param>
    /// <param name="input">Its inputs.</param>
    /// <param name="planeWords">Words of a plane.</param>
    /// <param name="set">An available instruction set.</param>
    /// <param name="share">Which share of the units.</param>
    /// <param name="shares">How many.</param>
    internal LongByteUnitPlanes(PlannedLayer plan, TableLists lists, ByteColumns input, int planeWords, InstructionSet set, int share, int shares)
    {
        (this.set, this.plan, this.lists, this.input, words, this.share, this.shares) = (set, plan, lists, input, planeWords, share, shares);
        (offsets, vectorWords) = (input.Offsets(plan), BitSlice.VectorWords(set));
        var block = Math.Min(Block, plan.UnitCount) * ShortSums.Lanes;
        (sums, wide) = (new(block + ShortSums.Lanes), new(block)); // sums are added two units at a time
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Units => lists.Units[First..End];

    int First => lists.Units.Length * share / shares;

    int End => lists.Units.Length * (share + 1) / shares;

    /// <inheritdoc/>
    public void Reach(int y, int x, ulong* reached)
    {
        for (var position = 0; position < Math.Min(vectorWords / words, plan.Units.Width - x); position++)
            for (var word = 0; word < words; word++)
                for (var from = First; from < End; from += Block)
                {
                    var to = Math.Min(from + Block, End);
                    Sum(input.At(y, x + position) + (word * ByteSlice.Samples), from, to);
                    for (var unit = from; unit < to; unit++)
                        reached[((nint)(unit - First) * vectorWords) + (position * words) + word] = ByteSlice.AtLeast(wide.Pointer + ((unit - from) * ShortSums.Lanes), lists.Thresholds[unit]);
                }

        GC.KeepAlive(this); // what owns the memory behind the pointers
    }

    /// <inheritdoc/>
    public bool TryReachWindow(int y, int x, ulong* reached) => false;

    void Sum(short* source, int from, int to)
    {
        var count = (to - from) * ShortSums.Lanes;
        sums.Span[..count].Clear();
        wide.Span[..count].Clear();
        var length = ShortSums.Step(plan.FanIn);
        for (var (step, waiting) = (0, 0); step < ShortSums.Words(plan.FanIn); step++, waiting += length)
        {
            if (waiting + length > NearInputs)
            {
                ByteSlice.Widen(sums.Pointer, count, wide.Pointer);
                waiting = 0;
            }

            var inputs = offsets.AsSpan(step * length, Math.Min(length, plan.FanIn - (step * length)));
            for (var i = 0; i < inputs.Length; i++)
                new ReadOnlySpan<short>(source + inputs[i], ShortSums.Lanes).CopyTo(new Span<short>(numbers.Pointer + (i * ShortSums.Lanes), ShortSums.Lanes));
            ShortSums.Tabulate(set, numbers.Pointer, inputs.Length, ShortSums.Lanes, tables.Pointer);
            ShortSums.Add(set, tables.Pointer, ShortSums.Groups(inputs.Length), lists.Words(step) + from, to - from, sums.Pointer, ShortSums.Lanes);
        }

        ByteSlice.Widen(sums.Pointer, count, wide.Pointer);
    }
}
