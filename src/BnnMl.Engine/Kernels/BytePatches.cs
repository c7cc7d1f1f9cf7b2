namespace BnnMl;

/// <summary>The patches that a convolution on 8-bit inputs reads, as panels of floats q − zero point, taken from a padded map (padding is 0).</summary>
static unsafe class BytePatches
{
    /// <summary>Values of <see cref="Pad"/>'s result.</summary>
    internal static int PaddedLength(PlannedLayer plan) => (plan.Input.Height + (2 * plan.Padding)) * Row(plan);

    /// <summary>Bytes to floats.</summary>
    internal static void Values(ReadOnlySpan<byte> input, byte zeroPoint, float* values)
    {
        for (var i = 0; i < input.Length; i++)
            values[i] = input[i] - zeroPoint;
    }

    /// <summary>The map as floats [Height + 2·Padding, (Width + 2·Padding) · Channels]. The padding must be 0 already; only the inside is written.</summary>
    internal static void Pad(PlannedLayer plan, ReadOnlySpan<byte> input, byte zeroPoint, float* padded)
    {
        var width = plan.Input.Width * plan.Input.Channels;
        for (var y = 0; y < plan.Input.Height; y++)
            Values(input.Slice(y * width, width), zeroPoint, padded + ((nint)(y + plan.Padding) * Row(plan)) + (plan.Padding * plan.Input.Channels));
    }

    /// <summary>Where in the padded map each of a patch's K values lies, from the patch's corner; in the order (ky, kx, channel).</summary>
    internal static int[] Offsets(PlannedLayer plan)
    {
        var run = plan.Kernel * plan.Input.Channels;
        return [.. Enumerable.Range(0, plan.FanIn).Select(k => (k / run * Row(plan)) + (k % run))];
    }

    /// <summary>Where in the padded map each position's patch begins.</summary>
    internal static int[] Corners(PlannedLayer plan) =>
        [.. Enumerable.Range(0, plan.Units.Area).Select(p => (p / plan.Units.Width * Row(plan)) + (p % plan.Units.Width * plan.Input.Channels))];

    /// <summary>A panel [K, 12] of up to 12 patches; rows beyond them repeat the last.</summary>
    internal static void Patches(float* padded, ReadOnlySpan<int> offsets, ReadOnlySpan<int> corners, float* panel)
    {
        var starts = stackalloc float*[SgemmPanels.Rows];
        for (var i = 0; i < SgemmPanels.Rows; i++)
            starts[i] = padded + corners[Math.Min(i, corners.Length - 1)];
        foreach (var offset in offsets)
        {
            for (var i = 0; i < SgemmPanels.Rows; i++)
                panel[i] = starts[i][offset];
            panel += SgemmPanels.Rows;
        }
    }

    /// <summary>A panel [positions, 12] of up to 12 of the patches' K values; columns beyond them are 0.</summary>
    internal static void Columns(float* padded, ReadOnlySpan<int> offsets, ReadOnlySpan<int> corners, float* panel)
    {
        new Span<float>(panel, corners.Length * SgemmPanels.Rows).Clear();
        foreach (var corner in corners)
        {
            for (var i = 0; i < offsets.Length; i++)
                panel[i] = padded[corner + offsets[i]];
            panel += SgemmPanels.Rows;
        }
    }

    static int Row(PlannedLayer plan) => (plan.Input.Width + (2 * plan.Padding)) * plan.Input.Channels;
}
