namespace BnnMl;

/// <summary>The units of a layer that reads bits, or a share of their blocks; a dense layer is one place with a window of everything.</summary>
sealed unsafe class BitUnitPlanes : IUnitPlanes
{
    readonly InstructionSet set;
    readonly PlaneLists lists;
    readonly PlaneMap input;
    readonly int[] offsets;
    readonly int[] units;
    readonly int firstBlock;
    readonly int endBlock;
    readonly int corner;
    readonly int words;
    readonly AlignedBuffer<ulong> window;
    readonly AlignedBuffer<ulong> sums;
    readonly AlignedBuffer<ulong> counters;
    readonly AlignedBuffer<ulong> total;

    internal BitUnitPlanes(PlannedLayer plan, PlaneLists lists, PlaneMap input, InstructionSet set, int share = 0, int shares = 1)
    {
        (this.set, this.lists, this.input, corner) = (set, lists, input, plan.Padding);
        (firstBlock, endBlock) = (lists.Blocks * share / shares, lists.Blocks * (share + 1) / shares);
        units = [.. Enumerable.Range(0, plan.UnitCount).Skip(firstBlock * PlaneLists.Block).Take((endBlock - firstBlock) * PlaneLists.Block)];
        words = BitSlice.VectorWords(set);
        offsets = plan.Kind == LayerKind.Convolution ? input.Offsets(plan.Kernel, plan.Kernel) : input.Offsets(input.Shape.Height, input.Shape.Width);
        window = new(((long)PlaneLists.SegmentInputs + BitSlice.Group) * words);
        sums = new(BitSlice.Patterns * BitSlice.LowLevels * words);
        counters = new((long)Math.Min(PlaneLists.Block, plan.UnitCount) * lists.Levels * words);
        total = new((lists.Levels + 1L) * words);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Units => units;

    /// <inheritdoc/>
    public bool TryReachWindow(int y, int x, ulong* reached) => false;

    /// <inheritdoc/>
    public void Reach(int y, int x, ulong* reached)
    {
        var slice = new SliceUnits { Window = window.Pointer, Sums = sums.Pointer, Counters = counters.Pointer, Total = total.Pointer };
        var source = input.At(y - corner, x - corner);
        for (var block = firstBlock; block < endBlock; block++)
            for (var segment = 0; segment < lists.Segments; segment++)
            {
                var inputs = offsets.AsSpan(lists.First(segment)..lists.First(segment + 1));
                lists.Describe(block, segment, ref slice);
                slice.Reached = reached + ((nint)(block - firstBlock) * PlaneLists.Block * words);
                BitSlice.Gather(set, source, inputs, window.Pointer);
                if (block == firstBlock)
                    BitSlice.Total(set, slice, lists.All.AsSpan(0, BitSlice.Groups(inputs.Length)), segment == 0 ? lists.Offset : -1);
                BitSlice.Count(set, slice);
            }

        GC.KeepAlive(this); // what owns the memory behind the pointers
    }
}
