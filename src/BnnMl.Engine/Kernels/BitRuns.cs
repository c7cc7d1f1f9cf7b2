using System.Runtime.CompilerServices;

namespace BnnMl;

/// <summary>Runs of bits at any bit offset of a bit stream (layout: <see cref="BitPack"/>).</summary>
static class BitRuns
{
    /// <summary>Bits [bit, bit + count) as the low bits of a word; 1 ≤ count ≤ 64. Reads the next word only where the run reaches into it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Read(ReadOnlySpan<ulong> words, int bit, int count)
    {
        var (word, shift) = (bit >> 6, bit & 63);
        var value = words[word] >> shift;
        if (shift + count > 64)
            value |= words[word + 1] << (64 - shift);
        return value & BitPack.LastWordMask(count);
    }

    /// <summary>Overwrites bits [bit, bit + count) with the low bits of <paramref name="value"/>, whose other bits are 0; 1 ≤ count ≤ 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(Span<ulong> words, int bit, int count, ulong value)
    {
        var (word, shift, mask) = (bit >> 6, bit & 63, BitPack.LastWordMask(count));
        words[word] = (words[word] & ~(mask << shift)) | (value << shift);
        if (shift + count > 64)
            words[word + 1] = (words[word + 1] & ~(mask >> (64 - shift))) | (value >> (64 - shift));
    }

    /// <summary>Copies <paramref name="count"/> bits; the bits around the target stay as they are.</summary>
    internal static void Copy(ReadOnlySpan<ulong> source, int sourceBit, Span<ulong> target, int targetBit, int count)
    {
        if (((sourceBit | targetBit | count) & 63) == 0)
        {
            var (from, to) = (sourceBit >> 6, targetBit >> 6);
            for (var word = 0; word < count >> 6; word++) // a few words as a rule: a loop beats a call
                target[to + word] = source[from + word];
            return;
        }

        for (var done = 0; done < count; done += 64)
        {
            var chunk = Math.Min(64, count - done);
            Write(target, targetBit + done, chunk, Read(source, sourceBit + done, chunk));
        }
    }
}
