using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Turns planes into words and back.</summary>
static class BitTranspose
{
    /// <summary>
    /// Transposes a matrix of 64 × 64 bits in place: bit j of word i becomes bit i of word j. Halves of blocks change places, from 32 × 32 down to single bits; four words at a time, where
    /// those that change places are as many apart.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Square(Span<ulong> rows)
    {
        ref var first = ref MemoryMarshal.GetReference(rows[..64]);
        var mask = 0x00000000FFFFFFFFUL;
        var half = 32;
        for (; half >= Vector256<ulong>.Count; half >>= 1, mask ^= mask << half)
            for (var i = 0; i < 64; i = (i + half + Vector256<ulong>.Count) & ~half)
            {
                var (low, high) = (Vector256.LoadUnsafe(ref first, (nuint)i), Vector256.LoadUnsafe(ref first, (nuint)(i + half)));
                var swapped = ((low >>> half) ^ high) & Vector256.Create(mask);
                (low ^ (swapped << half)).StoreUnsafe(ref first, (nuint)i);
                (high ^ swapped).StoreUnsafe(ref first, (nuint)(i + half));
            }

        for (; half > 0; half >>= 1, mask ^= mask << half)
            for (var i = 0; i < 64; i = (i + half + 1) & ~half)
                Swap(ref Unsafe.Add(ref first, i), ref Unsafe.Add(ref first, i + half), half, mask);
    }

    /// <summary>Transposes a matrix of 8 × 8 bytes in place: byte j of word i becomes byte i of word j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Bytes(ref ulong a, ref ulong b, ref ulong c, ref ulong d, ref ulong e, ref ulong f, ref ulong g, ref ulong h)
    {
        const ulong Fours = 0x00000000FFFFFFFF, Pairs = 0x0000FFFF0000FFFF, Singles = 0x00FF00FF00FF00FF;
        Swap(ref a, ref e, 32, Fours);
        Swap(ref b, ref f, 32, Fours);
        Swap(ref c, ref g, 32, Fours);
        Swap(ref d, ref h, 32, Fours);
        Swap(ref a, ref c, 16, Pairs);
        Swap(ref b, ref d, 16, Pairs);
        Swap(ref e, ref g, 16, Pairs);
        Swap(ref f, ref h, 16, Pairs);
        Swap(ref a, ref b, 8, Singles);
        Swap(ref c, ref d, 8, Singles);
        Swap(ref e, ref f, 8, Singles);
        Swap(ref g, ref h, 8, Singles);
    }

    /// <summary>The high part of <paramref name="low"/>'s fields changes places with the low part of <paramref name="high"/>'s.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Swap(ref ulong low, ref ulong high, int half, ulong mask)
    {
        var swapped = ((low >> half) ^ high) & mask;
        low ^= swapped << half;
        high ^= swapped;
    }
}
