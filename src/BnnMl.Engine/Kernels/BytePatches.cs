namespace BnnMl;

/// <summary>The patches that the first layer reads, as floats of q − zero point; padding is 0.</summary>
static unsafe class BytePatches
{
    /// <summary>[positions of the units, FanIn] in the order (ky, kx, channel); for a dense layer the one row.</summary>
    internal static void Gather(PlannedLayer plan, ReadOnlySpan<byte> input, byte zeroPoint, float* patches)
    {
        if (plan.Kind != LayerKind.Convolution)
        {
            Row(input, zeroPoint, patches);
            return;
        }

        var (channels, width, side) = (plan.Input.Channels, plan.Input.Width, plan.Kernel);
        for (var y = 0; y < plan.Units.Height; y++)
            for (var x = 0; x < plan.Units.Width; x++)
                for (var ky = 0; ky < side; ky++, patches += side * channels)
                {
                    var (row, left) = (y + ky - plan.Padding, x - plan.Padding);
                    var (from, to) = (Math.Max(left, 0), Math.Min(left + side, width));
                    var inside = row >= 0 && row < plan.Input.Height && from < to;
                    if (!inside || to - from < side)
                        new Span<float>(patches, side * channels).Clear();
                    if (inside)
                        Row(input.Slice(((row * width) + from) * channels, (to - from) * channels), zeroPoint, patches + ((from - left) * channels));
                }
    }

    static void Row(ReadOnlySpan<byte> input, byte zeroPoint, float* values)
    {
        for (var i = 0; i < input.Length; i++)
            values[i] = input[i] - zeroPoint;
    }
}
