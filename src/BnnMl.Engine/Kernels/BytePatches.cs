using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>The patches that a convolution on 8-bit inputs reads, as floats q − zero point, taken from a padded map (padding is 0).</summary>
static unsafe class BytePatches
{
    /// <summary>Values of <see cref="Pad"/>'s result.</summary>
    internal static int PaddedLength(PlannedLayer plan) => (plan.Input.Height + (2 * plan.Padding)) * Row(plan);

    /// <summary>Values from one patch of <see cref="Gather"/> to the next: K and the three that it may write too many, in whole tiles of <see cref="SgemmPanels"/>.</summary>
    internal static int Pitch(PlannedLayer plan) => SgemmPanels.Tiles(plan.FanIn + 3) * SgemmPanels.Rows;

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

    /// <summary>Where in the padded map each position's patch begins.</summary>
    internal static int[] Corners(PlannedLayer plan, int[] positions) =>
        [.. positions.Select(position => (position / plan.Units.Width * Row(plan)) + (position % plan.Units.Width * plan.Input.Channels))];

    /// <summary>
    /// Patches [corners, Pitch], values in the order (ky, kx, channel). Four values are copied at a time: what is too many the next ones overwrite, and what follows the K values
    /// of a patch is some of the map's.
    /// </summary>
    internal static void Gather(PlannedLayer plan, float* padded, ReadOnlySpan<int> corners, float* patches)
    {
        var (kernel, run, row, pitch) = (plan.Kernel, plan.Kernel * plan.Input.Channels, Row(plan), Pitch(plan));
        for (var ky = 0; ky < kernel; ky++)
            for (var i = 0; i < run; i += 4)
            {
                float* from = padded + (ky * row) + i, to = patches + (ky * run) + i;
                foreach (var corner in corners)
                {
                    Vector128.Load(from + corner).Store(to);
                    to += pitch;
                }
            }
    }

    static int Row(PlannedLayer plan) => (plan.Input.Width + (2 * plan.Padding)) * plan.Input.Channels;
}
