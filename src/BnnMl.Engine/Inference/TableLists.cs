using System.Numerics;

namespace BnnMl;

/// <summary>
/// The first layer's weights in the form in which its inputs are read: where all inputs have tables at once, as the places of a unit's sums and as its inputs (<see cref="ByteSlice"/>), else as words of
/// signs (<see cref="ShortSums"/>). Threads share it; it changes between runs only.
/// </summary>
sealed unsafe class TableLists
{
    readonly PlannedLayer plan;
    readonly int groups;
    readonly AlignedBuffer<ushort> entries; // [units, groups]
    readonly AlignedBuffer<ushort> inputs;  // [units, fan-in]
    readonly AlignedBuffer<ushort> positive;
    readonly AlignedBuffer<uint> words;     // [steps, units and one more]
    readonly AlignedBuffer<short> near;     // thresholds within 16 bits, where sums are
    readonly int[] thresholds;
    readonly int[] units;
    int count;

    internal TableLists(PlannedLayer plan)
    {
        this.plan = plan;
        groups = (plan.FanIn + ByteSlice.GroupInputs - 1) / ByteSlice.GroupInputs;
        IsLong = groups > ByteSlice.MaxTables;
        (entries, near) = (new(IsLong ? 0 : (long)plan.UnitCount * groups), new(plan.UnitCount));
        (inputs, positive) = (new(IsLong ? 0 : (long)plan.UnitCount * plan.FanIn), new(plan.UnitCount));
        words = new(IsLong ? (long)ShortSums.Words(plan.FanIn) * WordPitch : 0);
        (thresholds, units) = (new int[plan.UnitCount], new int[plan.UnitCount]);
    }

    /// <summary>The inputs are more than tables hold at once.</summary>
    internal bool IsLong { get; }

    /// <summary>The fan-in is one whose pooling windows are evaluated at once.</summary>
    internal bool HasWindows => groups == ByteSlice.WindowGroups;

    /// <summary>Which units are listed, ascending.</summary>
    internal ReadOnlySpan<int> Units => units.AsSpan(0, count);

    /// <summary>One per listed unit.</summary>
    internal ReadOnlySpan<int> Thresholds => thresholds.AsSpan(0, count);

    /// <summary>All listed units, where it is not long.</summary>
    internal ByteUnits Entries => new()
    {
        Entries = entries.Pointer,
        Groups = groups,
        Inputs = inputs.Pointer,
        Positive = positive.Pointer,
        FanIn = plan.FanIn,
        Thresholds = near.Pointer,
        Count = count,
    };

    int WordPitch => plan.UnitCount + 1;

    /// <summary>Signs of the inputs of a step for each listed unit, and one word more, where it is long.</summary>
    internal uint* Words(int step) => words.Pointer + ((nint)step * WordPitch);

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
        if (IsLong)
            for (var (step, length) = (0, ShortSums.Step(plan.FanIn)); step < ShortSums.Words(plan.FanIn); step++)
                Words(step)[count] = (uint)BitRuns.Read(row, step * length, Math.Min(length, plan.FanIn - (step * length)));
        else
            AppendNear(BitRuns.Read(row, 0, plan.FanIn));
        thresholds[count] = threshold;
        near.Pointer[count] = (short)Math.Clamp(threshold, short.MinValue, short.MaxValue); // |sums| ≤ 30 · 255 lie strictly within
        units[count++] = unit;
    }

    /// <summary>A unit of at most 30 inputs.</summary>
    void AppendNear(ulong row)
    {
        const int Mask = (1 << ByteSlice.GroupInputs) - 1;
        for (var group = 0; group < groups; group++)
            entries.Pointer[((nint)count * groups) + group] = (ushort)((group * ByteSlice.TableLength) + ((int)(row >> (group * ByteSlice.GroupInputs) & Mask) * ByteSlice.Samples));
        ushort* first = inputs.Pointer + ((nint)count * plan.FanIn), last = first + plan.FanIn;
        for (var i = plan.FanIn - 1; i >= 0; i--)
            if ((row >> i & 1) == 0)
                *--last = (ushort)i;
        for (var i = 0; i < plan.FanIn; i++)
            if ((row >> i & 1) != 0)
                *first++ = (ushort)i;
        positive.Pointer[count] = (ushort)BitOperations.PopCount(row);
    }
}
