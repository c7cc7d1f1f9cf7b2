namespace BnnMl;

/// <summary>
/// A binary convolution by im2col on bits. The padded map is one run of bits in (y, x, channel) order, so a row of the kernel is one run of kernel · channels bits,
/// and a patch is Kernel such runs. Padding is +1, that is 1. Patches are made for a few rows at a time, to stay in the first-level cache.
/// </summary>
sealed class BitConvolution : IHiddenStep<ulong>
{
    const int PatchWords = 3072; // 24 KiB

    readonly PlannedLayer plan;
    readonly InstructionSet set;
    readonly AlignedBuffer<ulong> lanes;
    readonly long[] limits;
    readonly ulong[] padded;
    readonly ulong[] patches;
    readonly int rows;
    readonly UnitMap units;

    internal BitConvolution(PlannedLayer plan, InstructionSet set)
    {
        (this.plan, this.set) = (plan, set);
        lanes = new(WeightLanes.Padded(plan.UnitCount) * plan.WordsPerUnit);
        limits = new long[WeightLanes.Padded(plan.UnitCount)];
        padded = plan.Padding == 0 ? [] : new ulong[BitPack.Words((plan.Input.Height + (2 * plan.Padding)) * PaddedRow)];
        Array.Fill(padded, ulong.MaxValue);
        rows = Math.Clamp(PatchWords / (plan.WordsPerUnit * plan.Units.Width), 1, plan.Units.Height);
        patches = new ulong[rows * plan.Units.Width * plan.WordsPerUnit];
        units = new(plan);
    }

    /// <summary>Bits in a row of the padded map.</summary>
    int PaddedRow => (plan.Input.Width + (2 * plan.Padding)) * plan.Input.Channels;

    public void Load(ReadOnlySpan<ulong> weights, ReadOnlySpan<int> thresholds)
    {
        WeightLanes.Fill(weights, plan.UnitCount, plan.WordsPerUnit, lanes.Span);
        BitDot.Limits(plan.FanIn, thresholds, limits);
    }

    public void Run(ReadOnlySpan<ulong> inputs, Span<ulong> maps, int samples)
    {
        var (words, mapWords) = (BitPack.Words(plan.Input.Length), BitPack.Words(plan.Output.Length));
        for (var sample = 0; sample < samples; sample++)
            Run(inputs.Slice(sample * words, words), maps.Slice(sample * mapWords, mapWords));
    }

    void Run(ReadOnlySpan<ulong> input, Span<ulong> map)
    {
        var source = Pad(input);
        for (var y = 0; y < plan.Units.Height; y += rows)
        {
            var count = Math.Min(rows, plan.Units.Height - y);
            for (var row = 0; row < count; row++)
                Patches(source, y + row, patches.AsSpan(row * plan.Units.Width * plan.WordsPerUnit));
            BitDot.Threshold(set, lanes.Span, limits, patches.AsSpan(0, count * plan.Units.Width * plan.WordsPerUnit), plan.WordsPerUnit, units.From(y * plan.Units.Width), units.Stride);
        }

        units.Assemble(input, map);
    }

    ReadOnlySpan<ulong> Pad(ReadOnlySpan<ulong> input)
    {
        if (plan.Padding == 0)
            return input;
        var row = plan.Input.Width * plan.Input.Channels;
        for (var y = 0; y < plan.Input.Height; y++)
            BitRuns.Copy(input, y * row, padded, ((y + plan.Padding) * PaddedRow) + (plan.Padding * plan.Input.Channels), row);
        return padded;
    }

    /// <summary>The patches of one row of positions. Unused bits of a patch's last word are never written, so they stay 0.</summary>
    void Patches(ReadOnlySpan<ulong> source, int y, Span<ulong> target)
    {
        var run = plan.Kernel * plan.Input.Channels;
        for (var ky = 0; ky < plan.Kernel; ky++)
            for (var x = 0; x < plan.Units.Width; x++)
                BitRuns.Copy(source, ((y + ky) * PaddedRow) + (x * plan.Input.Channels), target, (x * plan.WordsPerUnit * 64) + (ky * run), run);
    }
}
