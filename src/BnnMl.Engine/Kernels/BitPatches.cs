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

    /// <summary>The bit of the padded map at which each position's patch begins.</summary>
    internal static int[] Corners(PlannedLayer plan, int[] positions) =>
        [.. positions.Select(position => (position / plan.Units.Width * PaddedRowWords(plan) * 64) + (position % plan.Units.Width * plan.Input.Channels))];

    /// <summary>Patches of a padded map: [corners, WordsPerUnit], bits in the order (ky, kx, channel), unused bits 0.</summary>
    internal static void Gather(PlannedLayer plan, ReadOnlySpan<ulong> padded, ReadOnlySpan<int> corners, Span<ulong> patches)
    {
        var (kernel, row, run) = (plan.Kernel, PaddedRowWords(plan) * 64, plan.Kernel * plan.Input.Channels);
        if (plan.Input.Channels % 64 == 0)
            GatherWords(kernel, row / 64, run / 64, padded, corners, patches);
        else
            foreach (var corner in corners)
                patches = Patch(padded, corner, kernel, row, run, patches);
    }

    /// <summary>Channels in whole words: so are the runs of every patch.</summary>
    static void GatherWords(int kernel, int row, int run, ReadOnlySpan<ulong> padded, ReadOnlySpan<int> corners, Span<ulong> patches)
    {
        foreach (var corner in corners)
            for (var ky = 0; ky < kernel; ky++, patches = patches[run..])
            {
                var source = padded.Slice((corner / 64) + (ky * row), run);
                for (var word = 0; word < source.Length; word++)
                    patches[word] = source[word];
            }
    }

    /// <summary>One patch, word by word; returns what follows it.</summary>
    static Span<ulong> Patch(ReadOnlySpan<ulong> padded, int bit, int kernel, int row, int run, Span<ulong> patch)
    {
        var (word, filled, at) = (0UL, 0, 0);
        for (var ky = 0; ky < kernel; ky++, bit += row)
            for (var done = 0; done < run; done += 64)
            {
                var count = Math.Min(64, run - done);
                var bits = BitRuns.Read(padded, bit + done, count);
                word |= bits << filled;
                filled += count;
                if (filled < 64)
                    continue;
                patch[at++] = word;
                filled -= 64;
                word = filled == 0 ? 0 : bits >> (count - filled);
            }

        if (filled > 0)
            patch[at++] = word;
        return patch[at..];
    }

    static int PaddedRowWords(PlannedLayer plan) => BitPack.Words((plan.Input.Width + (2 * plan.Padding)) * plan.Input.Channels);
}
