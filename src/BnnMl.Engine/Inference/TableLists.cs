namespace BnnMl;

/// <summary>
/// The first layer's weights as places in the tables of <see cref="ByteSlice"/>: a unit's bits of five weights are the sum it adds. Threads share it; it changes between
/// runs only.
/// </summary>
sealed unsafe class TableLists
{
    readonly PlannedLayer plan;
    readonly AlignedBuffer<ushort> entries; // [groups / MaxTables, units, MaxTables]: in the order in which they are read
    readonly AlignedBuffer<short> near;     // thresholds within 16 bits, where sums are
    readonly int[] thresholds;
    readonly int[] units;
    int count;

    internal TableLists(PlannedLayer plan)
    {
        this.plan = plan;
        Groups = (plan.FanIn + ByteSlice.GroupInputs - 1) / ByteSlice.GroupInputs;
        (entries, near) = (new((long)plan.UnitCount * ((Groups + ByteSlice.MaxTables - 1) / ByteSlice.MaxTables) * ByteSlice.MaxTables), new(plan.UnitCount));
        (thresholds, units) = (new int[plan.UnitCount], new int[plan.UnitCount]);
    }

    /// <summary>Groups of inputs.</summary>
    internal int Groups { get; }

    /// <summary>Which units are listed, ascending.</summary>
    internal ReadOnlySpan<int> Units => units.AsSpan(0, count);

    /// <summary>One per listed unit.</summary>
    internal ReadOnlySpan<int> Thresholds => thresholds.AsSpan(0, count);

    /// <summary>Listed units from … to − 1 with <paramref name="groups"/> groups from <paramref name="group"/> on, a multiple of <see cref="ByteSlice.MaxTables"/>.</summary>
    internal ByteUnits Entries(int from, int to, int group, int groups) => new()
    {
        Entries = Place(from, group),
        Pitch = ByteSlice.MaxTables,
        Groups = groups,
        Thresholds = near.Pointer + from,
        Count = to - from,
    };

    ushort* Place(int unit, int group) =>
        entries.Pointer + ((((long)(group / ByteSlice.MaxTables) * plan.UnitCount) + unit) * ByteSlice.MaxTables) + (group % ByteSlice.MaxTables);

    /// <summary>Takes over the units of a layer; where <paramref name="other"/> is given, only those that differ from its own.</summary>
    internal void Load(PackedLayer layer, PackedLayer? other)
    {
        count = 0;
        for (var unit = 0; unit < plan.UnitCount; unit++)
            if (other is null || layer.Thresholds[unit] != other.Thresholds[unit] || !layer.Row(unit).SequenceEqual(other.Row(unit)))
                Append(layer.Row(unit), layer.Thresholds[unit], unit);
    }

    void Append(ReadOnlySpan<ulong> row, int threshold, int unit)
    {
        for (var group = 0; group < Groups; group++)
        {
            var first = group * ByteSlice.GroupInputs;
            var signs = (int)BitRuns.Read(row, first, Math.Min(ByteSlice.GroupInputs, plan.FanIn - first));
            *Place(count, group) = (ushort)((group % ByteSlice.MaxTables * ByteSlice.TableLength) + (signs * ByteSlice.Samples));
        }

        thresholds[count] = threshold;
        near.Pointer[count] = (short)Math.Clamp(threshold, short.MinValue, short.MaxValue); // |sums| ≤ 128 · 255 lie strictly within
        units[count++] = unit;
    }
}
