namespace BnnMl;

/// <summary>
/// Weights as the popcount kernels read them: eight units side by side, so that a lane is a unit and word j of eight units is one 512-bit load (two of 256 bits).
/// lanes: [groups = ⌈units / 8⌉, words, 8]; the lanes of missing units are 0.
/// </summary>
static class WeightLanes
{
    /// <summary>Units side by side.</summary>
    internal const int Width = 8;

    /// <summary>Units with the missing ones of the last group.</summary>
    internal static int Padded(int units) => (units + Width - 1) / Width * Width;

    /// <summary>Where word <paramref name="word"/> of a unit is.</summary>
    internal static int At(int unit, int word, int words) => (((unit / Width * words) + word) * Width) + (unit % Width);

    /// <summary>Rearranges rows [units, words] into <paramref name="lanes"/>.</summary>
    internal static void Fill(ReadOnlySpan<ulong> rows, int units, int words, Span<ulong> lanes)
    {
        lanes = lanes[..(Padded(units) * words)];
        if (units % Width != 0)
            lanes[^(words * Width)..].Clear();
        for (var unit = 0; unit < units; unit++)
        {
            var row = rows.Slice(unit * words, words);
            var lane = lanes[(((unit / Width) * words * Width) + (unit % Width))..];
            for (var j = 0; j < row.Length; j++)
                lane[j * Width] = row[j];
        }
    }

    /// <summary>The rows [units, words] of <paramref name="lanes"/>, which begin with a whole group.</summary>
    internal static void Rows(ReadOnlySpan<ulong> lanes, int units, int words, Span<ulong> rows)
    {
        for (var unit = 0; unit < units; unit++)
        {
            var lane = lanes[At(unit, 0, words)..];
            var row = rows.Slice(unit * words, words);
            for (var j = 0; j < row.Length; j++)
                row[j] = lane[j * Width];
        }
    }
}
