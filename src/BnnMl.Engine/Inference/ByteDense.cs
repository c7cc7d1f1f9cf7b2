using System.Numerics;

namespace BnnMl;

/// <summary>
/// A dense or output layer that reads the 8-bit inputs, on <see cref="BitPlanes"/>: with s = Σ_b 2^b·d_b and p the +1 weights among K,
/// z = Σ w·(q − zero) = 255·p − s − zero·(2p − K) = offset − s, so z ≥ T ⇔ s ≤ offset − T. All terms stay below 2^24.
/// </summary>
sealed class ByteDense(PlannedLayer plan, byte zeroPoint, InstructionSet set) : IHiddenStep<byte>
{
    readonly AlignedArray<ulong> lanes = new(WeightLanes.Groups(plan.UnitCount) * plan.WordsPerUnit * WeightLanes.Width);
    readonly int[] offsets = new int[plan.UnitCount];
    readonly int[] limits = new int[plan.UnitCount];
    readonly ulong[] planes = new ulong[BitPlanes.Count * plan.WordsPerUnit];
    readonly int[] counts = new int[BitPlanes.Count * WeightLanes.Groups(plan.UnitCount) * WeightLanes.Width];

    public void Load(ReadOnlySpan<ulong> weights, ReadOnlySpan<int> thresholds)
    {
        WeightLanes.Fill(weights, plan.UnitCount, plan.WordsPerUnit, lanes.Span);
        for (var unit = 0; unit < offsets.Length; unit++)
        {
            var positive = 0;
            foreach (var word in weights.Slice(unit * plan.WordsPerUnit, plan.WordsPerUnit))
                positive += BitOperations.PopCount(word);
            offsets[unit] = (positive * (255 - (2 * zeroPoint))) + (zeroPoint * plan.FanIn);
        }

        for (var unit = 0; unit < thresholds.Length; unit++)
            limits[unit] = offsets[unit] - thresholds[unit];
    }

    public void Run(ReadOnlySpan<byte> input, Span<ulong> map)
    {
        var sums = PlaneSums(input);
        map.Clear();
        for (var unit = 0; unit < limits.Length; unit++)
            map[unit >> 6] |= (sums[unit] <= limits[unit] ? 1UL : 0) << unit;
    }

    /// <summary>z of every class.</summary>
    internal void Sums(ReadOnlySpan<byte> input, Span<int> sums)
    {
        var differing = PlaneSums(input);
        for (var unit = 0; unit < sums.Length; unit++)
            sums[unit] = offsets[unit] - differing[unit];
    }

    /// <summary>s of every unit.</summary>
    Span<int> PlaneSums(ReadOnlySpan<byte> input)
    {
        BitPlanes.Split(input, plan.WordsPerUnit, planes);
        BitDot.Count(set, lanes.Span, planes, plan.WordsPerUnit, counts);
        return BitPlanes.Weigh(counts, counts.Length / BitPlanes.Count);
    }
}
