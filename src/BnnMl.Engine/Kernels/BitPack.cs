namespace BnnMl;

/// <summary>
/// The one definition of bits and signs: x ≥ 0 (−0 too) is +1 is bit 1; element i is bit i mod 64 of word i / 64; unused bits of the last word are 0.
/// NaN is refused at the edge (<see cref="Dataset"/>) and stopped in training, so it never comes here.
/// </summary>
static class BitPack
{
    /// <summary>64-bit words that hold <paramref name="bits"/> bits.</summary>
    internal static int Words(int bits) => (bits + 63) >> 6;

    /// <summary>The used bits of the last word of a run of <paramref name="bits"/> ≥ 1 bits.</summary>
    internal static ulong LastWordMask(int bits) => ulong.MaxValue >> (-bits & 63);

    /// <summary>Bit <paramref name="index"/> of a run of words.</summary>
    internal static bool Get(ReadOnlySpan<ulong> words, int index) => ((words[index >> 6] >> index) & 1) != 0;

    /// <summary>The signs of <paramref name="values"/>; <paramref name="words"/> is cleared first.</summary>
    internal static void Signs(ReadOnlySpan<float> values, Span<ulong> words)
    {
        words.Clear();
        for (var i = 0; i < values.Length; i++)
            words[i >> 6] |= (values[i] >= 0 ? 1UL : 0) << i;
    }
}
