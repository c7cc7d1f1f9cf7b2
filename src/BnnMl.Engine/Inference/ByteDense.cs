using System.Numerics;
using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>
/// A dense or output layer that reads the 8-bit inputs, on <see cref="BitPlanes"/>: with s = Σ_b 2^b·d_b and p the +1 weights among K,
/// z = Σ w·(q − zero) = 255·p − s − zero·(2p − K) = offset − s, so z ≥ T ⇔ s ≤ offset − T. All terms stay below 2^25.
/// </summary>
sealed class ByteDense(PlannedLayer plan, byte zeroPoint, int block, InstructionSet set) : IHiddenStep<byte>
{
    readonly int units = WeightLanes.Padded(plan.UnitCount);
    readonly AlignedBuffer<ulong> lanes = new(WeightLanes.Padded(plan.UnitCount) * plan.WordsPerUnit);
    readonly int[] offsets = new int[plan.UnitCount];
    readonly int[] limits = new int[WeightLanes.Padded(plan.UnitCount)];
    readonly ulong[] planes = new ulong[block * BitPlanes.Count * plan.WordsPerUnit];
    readonly int[] counts = new int[block * BitPlanes.Count * WeightLanes.Padded(plan.UnitCount)];

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

        Array.Fill(limits, -1); // s ≥ 0: missing units never reach it
        for (var unit = 0; unit < thresholds.Length; unit++)
            limits[unit] = offsets[unit] - thresholds[unit];
    }

    public void Run(ReadOnlySpan<byte> inputs, Span<ulong> maps, int samples)
    {
        Count(inputs, samples);
        var words = BitPack.Words(plan.UnitCount);
        for (var sample = 0; sample < samples; sample++)
            BitPlanes.Threshold(PlaneSums(sample), limits, MemoryMarshal.AsBytes(maps.Slice(sample * words, words)));
    }

    /// <summary>z [samples, classes].</summary>
    internal void Sums(ReadOnlySpan<byte> inputs, Span<int> sums, int samples)
    {
        Count(inputs, samples);
        for (var sample = 0; sample < samples; sample++)
        {
            var differing = PlaneSums(sample);
            for (var unit = 0; unit < offsets.Length; unit++)
                sums[(sample * offsets.Length) + unit] = offsets[unit] - differing[unit];
        }
    }

    /// <summary>d_b of every sample, plane and unit; all planes share each load of the weights.</summary>
    void Count(ReadOnlySpan<byte> inputs, int samples)
    {
        var length = BitPlanes.Count * plan.WordsPerUnit;
        for (var sample = 0; sample < samples; sample++)
            BitPlanes.Split(inputs.Slice(sample * plan.FanIn, plan.FanIn), planes.AsSpan(sample * length, length));
        BitDot.Count(set, lanes.Span, planes.AsSpan(0, samples * length), plan.WordsPerUnit, counts.AsSpan(0, samples * BitPlanes.Count * units));
    }

    /// <summary>s of every unit of one sample.</summary>
    Span<int> PlaneSums(int sample) => BitPlanes.Weigh(counts.AsSpan(sample * BitPlanes.Count * units, BitPlanes.Count * units));
}
