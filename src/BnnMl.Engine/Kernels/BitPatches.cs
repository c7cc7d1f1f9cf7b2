namespace BnnMl;

/// <summary>Runs of bits at any offset, and the patches that a binary convolution reads.</summary>
static unsafe class BitPatches
{
    /// <summary>Up to 64 bits from bit <paramref name="at"/>; what lies above the asked bits is undefined. Never reads a word that holds none of the asked bits.</summary>
    internal static ulong Read(ulong* words, int at, int count)
    {
        var (word, shift) = (at >> 6, at & 63);
        var low = words[word] >> shift;
        return shift + count > 64 ? low | (words[word + 1] << (64 - shift)) : low;
    }

    /// <summary>ORs <paramref name="count"/> bits of <paramref name="source"/> from <paramref name="sourceAt"/> into <paramref name="target"/> at <paramref name="targetAt"/>, where bits must be 0.</summary>
    internal static void Copy(ulong* source, int sourceAt, ulong* target, int targetAt, int count)
    {
        while (count > 0)
        {
            var shift = targetAt & 63;
            var part = Math.Min(count, 64 - shift);
            target[targetAt >> 6] |= (Read(source, sourceAt, part) & (ulong.MaxValue >> (64 - part))) << shift;
            (sourceAt, targetAt, count) = (sourceAt + part, targetAt + part, count - part);
        }
    }

    /// <summary>Words of <see cref="Pad"/>'s result.</summary>
    internal static int PaddedWords(PlannedLayer plan) => (plan.Input.Height + (2 * plan.Padding)) * PaddedRowWords(plan);

    /// <summary>The map with its padding of +1 bits, every row on a word border.</summary>
    internal static void Pad(PlannedLayer plan, ulong* map, ulong* padded)
    {
        var (channels, rowWords, row) = (plan.Input.Channels, PaddedRowWords(plan), plan.Input.Width * plan.Input.Channels);
        var side = plan.Padding * channels;
        var total = plan.Input.Height + (2 * plan.Padding);
        for (var y = 0; y < total; y++, padded += rowWords)
        {
            var inside = y >= plan.Padding && y < total - plan.Padding;
            new Span<ulong>(padded, rowWords).Fill(inside ? 0 : ulong.MaxValue);
            if (!inside)
                continue;
            Ones(padded, 0, side);
            Copy(map, (y - plan.Padding) * row, padded, side, row);
            Ones(padded, side + row, side);
        }
    }

    /// <summary>All patches of a padded map: [positions of the units, WordsPerUnit], bits in the order (ky, kx, channel), unused bits 0.</summary>
    internal static void Gather(PlannedLayer plan, ulong* padded, ulong* patches)
    {
        var (channels, rowWords, words, run) = (plan.Input.Channels, PaddedRowWords(plan), plan.WordsPerUnit, plan.Kernel * plan.Input.Channels);
        for (var y = 0; y < plan.Units.Height; y++)
            for (var x = 0; x < plan.Units.Width; x++, patches += words)
            {
                new Span<ulong>(patches, words).Clear();
                for (var ky = 0; ky < plan.Kernel; ky++)
                    Copy(padded + ((y + ky) * rowWords), x * channels, patches, ky * run, run);
            }
    }

    static int PaddedRowWords(PlannedLayer plan) => BitPack.Words((plan.Input.Width + (2 * plan.Padding)) * plan.Input.Channels);

    static void Ones(ulong* words, int at, int count)
    {
        for (; count > 0; count--, at++)
            words[at >> 6] |= 1UL << at;
    }
}
