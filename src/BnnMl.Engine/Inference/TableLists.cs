namespace BnnMl;

/// <summary>
/// The first layer's weights as places in the tables of <see cref="ByteSlice"/>: a unit's bits of five weights are the sum it adds. Threads share it; it changes between
/// runs only.
/// </summary>
sealed unsafe class TableLists
{
    readonly PlannedLayer plan;
    readonly AlignedBuffer<ushort> entries; // [units, groups]
    readonly AlignedBuffer<short> near;     // thresholds within 16 bits, where sums are
    readonly int[] thresholds;

    internal TableLists(PlannedLayer plan)
    {
        this.plan = plan;
        Groups = (plan.FanIn + ByteSlice.GroupInputs - 1) / ByteSlice.GroupInputs;
        (entries, near, thresholds) = (new((long)plan.UnitCount * Groups), new(plan.UnitCount), new int[plan.UnitCount]);
    }

    /// <summary>Groups of inputs.</summary>
    internal int Groups { get; }

    /// <summary>One per unit.</summary>
    internal ReadOnlySpan<int> Thresholds => thresholds;

    /// <summary>Units from … to − 1 with <paramref name="groups"/> groups from <paramref name="group"/> on, a multiple of <see cref="ByteSlice.MaxTables"/>.</summary>
    internal ByteUnits Units(int from, int to, int group, int groups) => new()
    {
        Entries = entries.Pointer + ((long)from * Groups) + group,
        Pitch = Groups,
        Groups = groups,
        Thresholds = near.Pointer + from,
        Count = to - from,
    };

    /// <summary>Takes over the layer's parameters.</summary>
    internal void Load(ReadOnlySpan<ulong> weights, ReadOnlySpan<int> thresholds)
    {
        for (var unit = 0; unit < thresholds.Length; unit++)
        {
            var row = weights.Slice(unit * plan.WordsPerUnit, plan.WordsPerUnit);
            var list = entries.Pointer + ((long)unit * Groups);
            for (var group = 0; group < Groups; group++)
            {
                var first = group * ByteSlice.GroupInputs;
                var signs = (int)BitRuns.Read(row, first, Math.Min(ByteSlice.GroupInputs, plan.FanIn - first));
                list[group] = (ushort)((group % ByteSlice.MaxTables * ByteSlice.TableLength) + (signs * ByteSlice.Samples));
            }

            this.thresholds[unit] = thresholds[unit];
            near.Pointer[unit] = (short)Math.Clamp(thresholds[unit], short.MinValue, short.MaxValue); // |sums| ≤ 128 · 255 lie strictly within
        }
    }
}
