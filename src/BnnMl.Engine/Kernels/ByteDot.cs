namespace BnnMl;

/// <summary>
/// Convolution of 8-bit inputs, given as 16-bit q − ZeroPoint in [−255, 255], with ±1 weights: z = Σ w·v, exact in 32 bits (|z| ≤ 2^22), bit = z ≥ T.
/// Sixteen units lie side by side, each with the weights of a pair of neighbouring values: lanes: [groups = ⌈units / 16⌉, taps, 16, 2], weights 0 where there is none.
/// </summary>
static partial class ByteDot
{
    /// <summary>Units side by side.</summary>
    internal const int Width = 16;

    /// <summary>Units with the missing ones of the last group.</summary>
    internal static int Padded(int units) => (units + Width - 1) / Width * Width;

    /// <summary>Expands weight bits.</summary>
    /// <param name="rows">[units, words], elements in (row, column, channel) order.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="run">Elements per row of the kernel.</param>
    /// <param name="window">Whose taps the lanes follow.</param>
    /// <param name="lanes">[groups, taps, 16, 2].</param>
    internal static void Fill(ReadOnlySpan<ulong> rows, int units, int run, ByteWindow window, Span<short> lanes)
    {
        lanes.Clear();
        var words = rows.Length / units;
        for (var unit = 0; unit < units; unit++)
        {
            var row = rows.Slice(unit * words, words);
            var lane = lanes[((unit / Width * window.Taps.Length * Width * 2) + (unit % Width * 2))..];
            for (var tap = 0; tap < window.Taps.Length; tap++)
            {
                var (ky, pair) = Math.DivRem(tap, window.PairsPerRow);
                for (var i = 2 * pair; i < Math.Min(run, (2 * pair) + 2); i++)
                    lane[(tap * Width * 2) + (i & 1)] = (short)(BitPack.Get(row, (ky * run) + i) ? 1 : -1);
            }
        }
    }

    /// <summary>Bit (position, unit) is 1 iff z ≥ thresholds[unit].</summary>
    /// <param name="set">An available instruction set.</param>
    /// <param name="lanes">[groups, taps, 16, 2].</param>
    /// <param name="thresholds">[groups · 16]; int.MaxValue for missing units, so their bits are 0.</param>
    /// <param name="map">The padded map, at least window.MapLength values.</param>
    /// <param name="window">Where positions and values lie.</param>
    /// <param name="bits">Bit of unit u of position p is bit u mod 8 of byte p · stride + u / 8; other bytes stay as they are.</param>
    /// <param name="stride">Bytes from one position to the next, at least 2 · groups.</param>
    internal static void Threshold(InstructionSet set, ReadOnlySpan<short> lanes, ReadOnlySpan<int> thresholds, ReadOnlySpan<short> map, ByteWindow window, Span<byte> bits, int stride)
    {
        var (groups, positions) = (thresholds.Length / Width, window.Height * window.Width);
        if (thresholds.Length % Width != 0 || lanes.Length != (long)thresholds.Length * window.Taps.Length * 2 || map.Length < window.MapLength)
            throw new ArgumentException($"{lanes.Length} weights, {thresholds.Length} thresholds and {map.Length} values do not belong to a window of {window.Taps.Length} taps.", nameof(lanes));
        if (stride < 2 * groups || bits.Length < ((positions - 1L) * stride) + (2 * groups))
            throw new ArgumentException($"{positions} positions of {2 * groups} bytes at a stride of {stride} do not fit {bits.Length} bytes.", nameof(bits));
        switch (set)
        {
            case InstructionSet.Avx512:
                ThresholdAvx512(lanes, thresholds, map, window, bits, stride);
                break;
            case InstructionSet.Avx2:
                ThresholdAvx2(lanes, thresholds, map, window, bits, stride);
                break;
            case InstructionSet.Vector128 or InstructionSet.Scalar:
                ThresholdScalar(lanes, thresholds, map, window, bits, stride);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    static void ThresholdScalar(ReadOnlySpan<short> lanes, ReadOnlySpan<int> thresholds, ReadOnlySpan<short> map, ByteWindow window, Span<byte> bits, int stride)
    {
        var perGroup = window.Taps.Length * Width * 2;
        for (var position = 0; position < window.Height * window.Width; position++)
        {
            var (y, x) = Math.DivRem(position, window.Width);
            var values = map[((y * window.RowStride) + (x * window.Step))..];
            var reached = bits.Slice(position * stride, thresholds.Length / 8);
            reached.Clear();
            for (var unit = 0; unit < thresholds.Length; unit++)
                if (Sum(lanes[((unit / Width * perGroup) + (unit % Width * 2))..], values, window.Taps) >= thresholds[unit])
                    reached[unit >> 3] |= (byte)(1 << (unit & 7));
        }
    }

    /// <summary>z of one unit at one position.</summary>
    static int Sum(ReadOnlySpan<short> lane, ReadOnlySpan<short> values, ReadOnlySpan<int> taps)
    {
        var z = 0;
        for (var tap = 0; tap < taps.Length; tap++)
            z += (lane[tap * Width * 2] * values[taps[tap]]) + (lane[(tap * Width * 2) + 1] * values[taps[tap] + 1]);
        return z;
    }
}
