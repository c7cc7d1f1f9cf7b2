namespace BnnMl;

/// <summary>The units of the layer that reads 8-bit inputs, one word of 64 samples after another.</summary>
sealed unsafe class ByteUnitPlanes : IUnitPlanes
{
    const int Block = 512; // units whose sums wait in the second-level cache while tables are added

    readonly InstructionSet set;
    readonly PlannedLayer plan;
    readonly TableLists lists;
    readonly ByteColumns input;
    readonly int[] offsets;
    readonly int vectorWords;
    readonly int positions;
    readonly AlignedBuffer<short> tables = new(Math.Max(ByteSlice.MaxTables, ByteSlice.WindowPlaces * ByteSlice.WindowGroups) * ByteSlice.TableLength);
    readonly AlignedBuffer<short> sums;
    readonly int[] wide;

    /// <param name="plan">The first layer.</param>
    /// <param name="lists">Its weights.</param>
    /// <param name="input">Its inputs.</param>
    /// <param name="planeWords">Words of a plane.</param>
    /// <param name="set">An available instruction set.</param>
    internal ByteUnitPlanes(PlannedLayer plan, TableLists lists, ByteColumns input, int planeWords, InstructionSet set)
    {
        (this.set, this.plan, this.lists, this.input, vectorWords) = (set, plan, lists, input, BitSlice.VectorWords(set));
        (offsets, positions) = (input.Offsets(plan), vectorWords / planeWords);
        var isLong = lists.Groups > ByteSlice.MaxTables;
        sums = new(isLong ? Math.Min(Block, plan.UnitCount) * ByteSlice.Samples : 0);
        wide = new int[sums.Length];
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Units => lists.Units;

    /// <inheritdoc/>
    public void Reach(int y, int x, ulong* reached)
    {
        var words = vectorWords / positions;
        for (var position = 0; position < Math.Min(positions, plan.Units.Width - x); position++)
            for (var word = 0; word < words; word++)
            {
                var source = input.At(y, x + position) + (word * ByteSlice.Samples);
                var target = reached + (position * words) + word;
                if (lists.Groups <= ByteSlice.MaxTables)
                    Whole(source, target);
                else
                    Long(source, target);
            }

        GC.KeepAlive(this); // what owns the memory behind the pointers
    }

    /// <inheritdoc/>
    public bool TryReachWindow(int y, int x, ulong* reached)
    {
        if (lists.Groups != ByteSlice.WindowGroups)
            return false;
        var words = vectorWords / positions;
        for (var position = 0; position < Math.Min(positions, plan.Units.Width - x - 1); position += 2)
            for (var word = 0; word < words; word++)
            {
                for (var place = 0; place < ByteSlice.WindowPlaces; place++)
                    ByteSlice.Tabulate(set, input.At(y + (place >> 1), x + position + (place & 1)) + (word * ByteSlice.Samples), offsets, tables.Pointer + (place * ByteSlice.WindowGroups * ByteSlice.TableLength));
                ByteSlice.ReachAny(set, tables.Pointer, lists.Entries(0, lists.Units.Length, 0, lists.Groups), reached + (position / 2 * words) + word, vectorWords);
            }

        GC.KeepAlive(this);
        return true;
    }

    void Whole(short* source, ulong* reached)
    {
        ByteSlice.Tabulate(set, source, offsets, tables.Pointer);
        ByteSlice.Reach(set, tables.Pointer, lists.Entries(0, lists.Units.Length, 0, lists.Groups), reached, vectorWords);
    }

    void Long(short* source, ulong* reached)
    {
        for (var from = 0; from < lists.Units.Length; from += Block)
        {
            var to = Math.Min(from + Block, lists.Units.Length);
            Sum(source, from, to);
            for (var unit = from; unit < to; unit++)
                reached[(nint)unit * vectorWords] = ByteSlice.AtLeast(wide.AsSpan((unit - from) * ByteSlice.Samples, ByteSlice.Samples), lists.Thresholds[unit]);
        }
    }

    /// <summary>Sums of a block of units: table by table in 16 bits, widened before they could overflow.</summary>
    void Sum(short* source, int from, int to)
    {
        var near = sums.Span[..((to - from) * ByteSlice.Samples)];
        near.Clear();
        wide.AsSpan(0, near.Length).Clear();
        var inputs = 0;
        for (var group = 0; group < lists.Groups; group += ByteSlice.MaxTables)
        {
            var groups = Math.Min(ByteSlice.MaxTables, lists.Groups - group);
            inputs += groups * ByteSlice.GroupInputs;
            if (inputs > ByteSlice.MaxInputs)
            {
                ByteSlice.Widen(near, wide);
                inputs = groups * ByteSlice.GroupInputs;
            }

            var first = group * ByteSlice.GroupInputs;
            ByteSlice.Tabulate(set, source, offsets.AsSpan(first, Math.Min(groups * ByteSlice.GroupInputs, offsets.Length - first)), tables.Pointer);
            ByteSlice.Add(set, tables.Pointer, lists.Entries(from, to, group, groups), sums.Pointer);
        }

        ByteSlice.Widen(near, wide);
    }
}
