using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>A dense or output layer on bits: a sample's map is a patch, so the samples of a block share each load of the weights.</summary>
sealed class BitDense(PlannedLayer plan, int block, InstructionSet set) : IHiddenStep<ulong>
{
    readonly AlignedBuffer<ulong> lanes = new(WeightLanes.Padded(plan.UnitCount) * plan.WordsPerUnit);
    readonly long[] limits = new long[WeightLanes.Padded(plan.UnitCount)];
    readonly int[] counts = new int[plan.Kind == LayerKind.Output ? block * WeightLanes.Padded(plan.UnitCount) : 0];

    public void Load(ReadOnlySpan<ulong> weights, ReadOnlySpan<int> thresholds)
    {
        WeightLanes.Fill(weights, plan.UnitCount, plan.WordsPerUnit, lanes.Span);
        BitDot.Limits(plan.FanIn, thresholds, limits);
    }

    public void Run(ReadOnlySpan<ulong> inputs, Span<ulong> maps, int samples) =>
        BitDot.Threshold(set, lanes.Span, limits, inputs, plan.WordsPerUnit, MemoryMarshal.AsBytes(maps), BitPack.Words(plan.UnitCount) * sizeof(ulong));

    /// <summary>z [samples, classes].</summary>
    internal void Sums(ReadOnlySpan<ulong> inputs, Span<int> sums, int samples)
    {
        BitDot.Count(set, lanes.Span, inputs, plan.WordsPerUnit, counts.AsSpan(0, samples * limits.Length));
        for (var i = 0; i < sums.Length; i++)
        {
            var (sample, unit) = Math.DivRem(i, plan.UnitCount);
            sums[i] = plan.FanIn - (2 * counts[(sample * limits.Length) + unit]);
        }
    }
}
