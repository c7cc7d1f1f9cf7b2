namespace BnnMl;

/// <summary>The patches that a binary convolution reads in training (layout of bits: <see cref="BitPack"/>).</summary>
static unsafe class BitPatches
{
    /// <summary>Words of <see cref="Pad"/>'s result.</summary>
    internal static int PaddedWords(PlannedLayer plan) => (plan.Input.Height + (2 * plan.Padding)) * PaddedRowWords(plan);

    /// <summary>The map with its padding of +1 bits, every row on a word border.</summary>
    internal static void Pad(PlannedLayer plan, ReadOnlySpan<ulong> map, Span<ulong> padded)
    {
        var (rowWords, row) = (PaddedRowWords(plan), plan.Input.Width * plan.Input.Channels);
        padded[..PaddedWords(plan)].Fill(ulong.MaxValue);
        for (var y = 0; y < plan.Input.Height; y++)
            BitRuns.Copy(map, y * row, padded, ((y + plan.Padding) * rowWords * 64) + (plan.Padding * plan.Input.Channels), row);
    }

    /// <summary>Patches of a padded map: [positions, WordsPerUnit], bits in the order (ky, kx, channel), unused bits 0.</summary>
    /// <param name="plan">The layer.</param>
    /// <param name="padded">Of <see cref="Pad"/>.</param>
    /// <param name="positions">Which, in this order.</param>
    /// <param name="patches">The result.</param>
    internal static void Gather(PlannedLayer plan, ReadOnlySpan<ulong> padded, ReadOnlySpan<int> positions, Span<ulong> patches)
    {
        var (channels, rowBits, words, run) = (plan.Input.Channels, PaddedRowWords(plan) * 64, plan.WordsPerUnit, plan.Kernel * plan.Input.Channels);
        foreach (var position in positions)
        {
            var (y, x) = Math.DivRem(position, plan.Units.Width);
            patches[words - 1] = 0;
            for (var ky = 0; ky < plan.Kernel; ky++)
                BitRuns.Copy(padded, ((y + ky) * rowBits) + (x * channels), patches, ky * run, run);
            patches = patches[words..];
        }
    }

    static int PaddedRowWords(PlannedLayer plan) => BitPack.Words((plan.Input.Width + (2 * plan.Padding)) * plan.Input.Channels);
}
