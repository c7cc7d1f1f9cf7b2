using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>A dense or output layer on bits: the map's words are the one patch.</summary>
sealed class BitDense(PlannedLayer plan, InstructionSet set) : IHiddenStep<ulong>
{
    readonly AlignedArray<ulong> lanes = new(WeightLanes.Groups(plan.UnitCount) * plan.WordsPerUnit * WeightLanes.Width);
    readonly long[] limits = new long[WeightLanes.Groups(plan.UnitCount) * WeightLanes.Width];
    readonly int[] counts = new int[plan.Kind == LayerKind.Output ? WeightLanes.Groups(plan.UnitCount) * WeightLanes.Width : 0];

    public void Load(ReadOnlySpan<ulong> weights, ReadOnlySpan<int> thresholds)
    {
        WeightLanes.Fill(weights, plan.UnitCount, plan.WordsPerUnit, lanes.Span);
        BitDot.Limits(plan.FanIn, thresholds, limits);
    }

    public void Run(ReadOnlySpan<ulong> input, Span<ulong> map) =>
        BitDot.Threshold(set, lanes.Span, limits, input, plan.WordsPerUnit, MemoryMarshal.AsBytes(map), map.Length * sizeof(ulong));

    /// <summary>z of every class.</summary>
    internal void Sums(ReadOnlySpan<ulong> input, Span<int> sums)
    {
        BitDot.Count(set, lanes.Span, input, plan.WordsPerUnit, counts);
        for (var unit = 0; unit < sums.Length; unit++)
            sums[unit] = plan.FanIn - (2 * counts[unit]);
    }
}
