namespace BnnMl;

/// <summary>The units of a layer that reads few 8-bit inputs, one word of 64 samples after another.</summary>
sealed unsafe class ByteUnitPlanes : IUnitPlanes
{
    readonly InstructionSet set;
    readonly PlannedLayer plan;
    readonly TableLists lists;
    readonly ByteColumns input;
    readonly AlignedBuffer<int> offsets;
    readonly nint right; // numbers from a position to its neighbours
    readonly nint below;
    readonly int vectorWords;
    readonly int words;
    readonly AlignedBuffer<short> tables = new(Math.Max(ByteSlice.MaxTables, ByteSlice.WindowPlaces * ByteSlice.WindowGroups) * ByteSlice.TableLength);

    /// <param name="plan">The first layer.</param>
    /// <param name="lists">Its weights, not long.</param>
    /// <param name="input">Its inputs.</param>
    /// <param name="planeWords">Words of a plane.</param>
    /// <param name="set">An available instruction set.</param>
    internal ByteUnitPlanes(PlannedLayer plan, TableLists lists, ByteColumns input, int planeWords, InstructionSet set)
    {
        (this.set, this.plan, this.lists, this.input, words) = (set, plan, lists, input, planeWords);
        vectorWords = BitSlice.VectorWords(set);
        offsets = new(plan.FanIn);
        input.Offsets(plan).CopyTo(offsets.Span);
        (right, below) = ((nint)(input.At(0, 1) - input.At(0, 0)), (nint)(input.At(1, 0) - input.At(0, 0)));
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Units => lists.Units;

    /// <inheritdoc/>
    public void Reach(int y, int x, ulong* reached)
    {
        for (var position = 0; position < Math.Min(vectorWords / words, plan.Units.Width - x); position++)
            for (var word = 0; word < words; word++)
            {
                var target = reached + (position * words) + word;
                if (lists.Units.Length <= ByteSlice.FewUnits)
                {
                    ByteSlice.ReachDirect(set, At(y, x + position, word), offsets.Pointer, lists.Entries, target, vectorWords);
                    continue;
                }

                Tabulate(y, x + position, word, tables.Pointer);
                ByteSlice.Reach(set, tables.Pointer, lists.Entries, target, vectorWords);
            }

        GC.KeepAlive(this); // what owns the memory behind the pointers
    }

    /// <inheritdoc/>
    public bool TryReachWindow(int y, int x, ulong* reached)
    {
        var areFew = lists.Units.Length <= ByteSlice.FewWindowUnits;
        if (!lists.HasWindows && !areFew)
            return false;
        for (var position = 0; position < Math.Min(vectorWords / words, plan.Units.Width - x - 1); position += 2)
            for (var word = 0; word < words; word++)
            {
                var target = reached + (position / 2 * words) + word;
                if (areFew)
                {
                    ByteSlice.ReachAnyDirect(set, At(y, x + position, word), right, below, offsets.Pointer, lists.Entries, target, vectorWords);
                    continue;
                }

                for (var place = 0; place < ByteSlice.WindowPlaces; place++)
                    Tabulate(y + (place >> 1), x + position + (place & 1), word, tables.Pointer + (place * ByteSlice.WindowGroups * ByteSlice.TableLength));
                ByteSlice.ReachAny(set, tables.Pointer, lists.Entries, target, vectorWords);
            }

        GC.KeepAlive(this);
        return true;
    }

    void Tabulate(int y, int x, int word, short* target) => ByteSlice.Tabulate(set, At(y, x, word), offsets.Span, target);

    short* At(int y, int x, int word) => input.At(y, x) + (word * ByteSlice.Samples);
}
