namespace BnnMl;

/// <summary>
/// Convolution of 8-bit inputs, given as 16-bit q − ZeroPoint in [−255, 255], with ±1 weights: z = Σ w·v, exact in 32 bits (|z| ≤ 2^22), bit = z ≥ T.
/// Sixteen units lie side by side, each with the weights of a pair of neighbouring values: lanes: [groups = ⌈units / 16⌉, Rows, Pairs, 16, 2], weights 0 where there is none.
/// </summary>
static partial class ByteDot
{
    /// <summary>Units side by side.</summary>
    internal const int Width = 16;

    /// <summary>Groups of sixteen units.</summary>
    internal static int Groups(int units) => (units + Width - 1) / Width;

    /// <summary>Expands rows of weight bits [units, words] in element order (row, column, channel), <paramref name="run"/> elements per row of the kernel.</summary>
    internal static void Fill(ReadOnlySpan<ulong> rows, int units, int words, int run, ByteWindow window, Span<short> lanes)
    {
        lanes.Clear();
        for (var unit = 0; unit < units; unit++)
        {
            var row = rows.Slice(unit * words, words);
            for (var ky = 0; ky < window.Rows; ky++)
                for (var i = 0; i < run; i++)
                    lanes[((((((unit / Width * window.Rows) + ky) * window.Pairs) + (i >> 1)) * Width) + (unit % Width)) * 2 + (i & 1)]
                        = (short)(BitPack.Get(row, (ky * run) + i) ? 1 : -1);
        }
    }

    /// <summary>Bit (position, unit) is 1 iff z ≥ thresholds[unit].</summary>
    /// <param name="set">An available instruction set.</param>
    /// <param name="lanes">[groups, Rows, Pairs, 16, 2].</param>
    /// <param name="thresholds">[groups · 16]; int.MaxValue for missing units, so their bits are 0.</param>
    /// <param name="map">The padded map, at least window.MapLength values.</param>
    /// <param name="window">Where positions lie.</param>
    /// <param name="bits">Bit of unit u of position p is bit u mod 8 of byte p · stride + u / 8.</param>
    /// <param name="stride">Bytes from one position to the next, at least 2 · groups.</param>
    internal static void Threshold(InstructionSet set, ReadOnlySpan<short> lanes, ReadOnlySpan<int> thresholds, ReadOnlySpan<short> map, ByteWindow window, Span<byte> bits, int stride)
    {
        var groups = thresholds.Length / Width;
        if (thresholds.Length % Width != 0 || lanes.Length != (long)thresholds.Length * window.Rows * window.Pairs * 2 || map.Length < window.MapLength)
            throw new ArgumentException($"{lanes.Length} weights, {thresholds.Length} thresholds and {map.Length} values do not belong to {window}.", nameof(lanes));
        if (stride < 2 * groups || bits.Length < (((long)window.Height * window.Width - 1) * stride) + (2 * groups))
            throw new ArgumentException($"{window.Height * window.Width} positions of {2 * groups} bytes at a stride of {stride} do not fit {bits.Length} bytes.", nameof(bits));
        switch (set)
        {
            case InstructionSet.Scalar:
                ThresholdScalar(lanes, thresholds, map, window, bits, stride);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    static void ThresholdScalar(ReadOnlySpan<short> lanes, ReadOnlySpan<int> thresholds, ReadOnlySpan<short> map, ByteWindow window, Span<byte> bits, int stride)
    {
        var perGroup = window.Rows * window.Pairs * Width * 2;
        for (var position = 0; position < window.Height * window.Width; position++)
        {
            var (y, x) = Math.DivRem(position, window.Width);
            var values = map[((y * window.RowStride) + (x * window.Step))..];
            bits.Slice(position * stride, thresholds.Length / 8).Clear();
            for (var unit = 0; unit < thresholds.Length; unit++)
                if (Sum(lanes.Slice(unit / Width * perGroup, perGroup)[(unit % Width * 2)..], values, window) >= thresholds[unit])
                    bits[(position * stride) + (unit >> 3)] |= (byte)(1 << (unit & 7));
        }
    }

    /// <summary>z of one unit at one position.</summary>
    static int Sum(ReadOnlySpan<short> lane, ReadOnlySpan<short> values, ByteWindow window)
    {
        var z = 0;
        for (var ky = 0; ky < window.Rows; ky++)
            for (var pair = 0; pair < window.Pairs; pair++)
            {
                var (at, value) = (((ky * window.Pairs) + pair) * Width * 2, (ky * window.RowStride) + (pair * 2));
                z += (lane[at] * values[value]) + (lane[at + 1] * values[value + 1]);
            }

        return z;
    }
}
