namespace BnnMl;

/// <summary>The first convolution: 8-bit inputs as 16-bit q − ZeroPoint in a padded map, whose padding q = ZeroPoint is 0.</summary>
sealed class ByteConvolution : IHiddenStep<byte>
{
    readonly PlannedLayer plan;
    readonly byte zeroPoint;
    readonly InstructionSet set;
    readonly ByteWindow window;
    readonly AlignedBuffer<short> lanes;
    readonly int[] thresholds;
    readonly short[] padded;
    readonly UnitMap units;

    internal ByteConvolution(PlannedLayer plan, byte zeroPoint, InstructionSet set)
    {
        (this.plan, this.zeroPoint, this.set) = (plan, zeroPoint, set);
        var channels = plan.Input.Channels;
        window = new(plan.Kernel, channels, plan.Input.Width + (2 * plan.Padding), plan.Units.Height, plan.Units.Width);
        thresholds = new int[ByteDot.Padded(plan.UnitCount)];
        lanes = new(thresholds.Length * window.Taps.Length * 2);
        padded = new short[Math.Max(window.MapLength, (plan.Input.Height + (2 * plan.Padding)) * window.RowStride)];
        units = new(plan);
    }

    public void Load(ReadOnlySpan<ulong> weights, ReadOnlySpan<int> thresholds)
    {
        ByteDot.Fill(weights, plan.UnitCount, plan.Kernel * plan.Input.Channels, window, lanes.Span);
        Array.Fill(this.thresholds, int.MaxValue);
        thresholds.CopyTo(this.thresholds);
    }

    public void Run(ReadOnlySpan<byte> inputs, Span<ulong> maps, int samples)
    {
        var words = BitPack.Words(plan.Output.Length);
        for (var sample = 0; sample < samples; sample++)
            Run(inputs.Slice(sample * plan.Input.Length, plan.Input.Length), maps.Slice(sample * words, words));
    }

    void Run(ReadOnlySpan<byte> input, Span<ulong> map)
    {
        var row = plan.Input.Width * plan.Input.Channels;
        for (var y = 0; y < plan.Input.Height; y++)
        {
            var target = padded.AsSpan(((y + plan.Padding) * window.RowStride) + (plan.Padding * plan.Input.Channels), row);
            var source = input.Slice(y * row, row);
            for (var i = 0; i < source.Length; i++)
                target[i] = (short)(source[i] - zeroPoint);
        }

        ByteDot.Threshold(set, lanes.Span, thresholds, padded, window, units.From(0), units.Stride);
        units.Assemble([], map);
    }
}
