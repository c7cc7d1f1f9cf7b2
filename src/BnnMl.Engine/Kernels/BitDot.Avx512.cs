using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl;

/// <summary>
/// 512-bit form: a 64-bit lane is a unit. Words are added up as bits by carry-save adders of two ternary-logic instructions each (Harley–Seal; see Muła, Kurz, Lemire,
/// arXiv:1611.07612), eight words at a time; only what carries into the eights is counted, by nibble look-up.
/// </summary>
static partial class BitDot
{
    /// <summary>Blocks of eight words whose eights can be counted in bytes: each adds at most 8 to a byte, and 31 · 8 = 248.</summary>
    const int MaxBlocks = 31;

    /// <summary>Words whose bits can all be counted in bytes: 8 · 31 = 248.</summary>
    const int MostInBytes = 31;

    static void ThresholdAvx512(ReadOnlySpan<ulong> lanes, ReadOnlySpan<long> limits, ReadOnlySpan<ulong> patches, int words, Span<byte> bits, int stride)
    {
        var positions = patches.Length / words;
        ref var lane = ref MemoryMarshal.GetReference(lanes);
        for (var group = 0; group < limits.Length / WeightLanes.Width; group++)
        {
            var limit = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(limits), (nuint)(group * WeightLanes.Width));
            ref var patch = ref MemoryMarshal.GetReference(patches);
            ref var reached = ref Unsafe.Add(ref MemoryMarshal.GetReference(bits), group);
            for (var position = 0; position < positions; position++)
            {
                reached = (byte)Avx512F.CompareLessThanOrEqual(Differing512(ref lane, ref patch, words), limit).ExtractMostSignificantBits();
                patch = ref Unsafe.Add(ref patch, words);
                reached = ref Unsafe.Add(ref reached, stride);
            }

            lane = ref Unsafe.Add(ref lane, words * WeightLanes.Width);
        }
    }

    static void CountAvx512(ReadOnlySpan<ulong> lanes, ReadOnlySpan<ulong> patches, int words, Span<int> counts)
    {
        var units = lanes.Length / words;
        for (var unit = 0; unit < units; unit += WeightLanes.Width)
            for (var position = 0; position < patches.Length / words; position++)
            {
                ref var lane = ref Unsafe.Add(ref MemoryMarshal.GetReference(lanes), unit * words);
                ref var patch = ref Unsafe.Add(ref MemoryMarshal.GetReference(patches), position * words);
                var differing = Avx512F.ConvertToVector256Int32(Differing512(ref lane, ref patch, words));
                differing.StoreUnsafe(ref MemoryMarshal.GetReference(counts), (nuint)((position * units) + unit));
            }
    }

    /// <summary>Differing bits of eight lanes and one patch, one number per lane. The words that eight do not divide are added by four and by one, so nothing is read beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<long> Differing512(ref ulong lane, ref ulong patch, int words)
    {
        var ones = Xor512(ref lane, ref patch, 0);
        var (twos, fours) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        var total = Vector512<long>.Zero;
        lane = ref Unsafe.Add(ref lane, WeightLanes.Width);
        patch = ref Unsafe.Add(ref patch, 1);
        var (left, bytes) = (words - 1, Vector512<byte>.Zero);
        while (left >= 8)
        {
            var eights = Vector512<byte>.Zero;
            for (var end = left - (8 * Math.Min(left >> 3, MaxBlocks)); left > end; left -= 8)
            {
                var foursA = Add4(ref ones, ref twos, ref lane, ref patch, 0);
                var foursB = Add4(ref ones, ref twos, ref lane, ref patch, 4);
                eights += Count512(Add(ref fours, foursA, foursB));
                lane = ref Unsafe.Add(ref lane, 8 * WeightLanes.Width);
                patch = ref Unsafe.Add(ref patch, 8);
            }

            if (words <= MostInBytes)
                bytes = (eights.AsUInt64() << 3).AsByte();
            else
                total += Sum512(eights) << 3;
        }

        return total + Sum512(bytes + Rest512(ones, twos, fours, words > 8, left, ref lane, ref patch));
    }

    /// <summary>Per byte, ones + 2·twos + 4·fours + the bits of <paramref name="left"/> ≤ 7 more words: at most 8 · (1 + 2 + 4 + 7) = 112.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<byte> Rest512(Vector512<ulong> ones, Vector512<ulong> twos, Vector512<ulong> fours, bool hasFours, int left, ref ulong lane, ref ulong patch)
    {
        var (single, two, four) = (Vector512<byte>.Zero, Vector512<byte>.Zero, hasFours ? Count512(fours) : Vector512<byte>.Zero);
        if ((left & 4) != 0)
        {
            four += Count512(Add4(ref ones, ref twos, ref lane, ref patch, 0));
            lane = ref Unsafe.Add(ref lane, 4 * WeightLanes.Width);
            patch = ref Unsafe.Add(ref patch, 4);
        }

        if ((left & 2) != 0)
        {
            two += Count512(Add(ref ones, Xor512(ref lane, ref patch, 0), Xor512(ref lane, ref patch, 1)));
            lane = ref Unsafe.Add(ref lane, 2 * WeightLanes.Width);
            patch = ref Unsafe.Add(ref patch, 2);
        }

        if ((left & 1) != 0)
            single += Count512(Xor512(ref lane, ref patch, 0));
        if (hasFours || (left & 4) != 0)
            two += Count512(twos);
        two += four + four;
        return single + Count512(ones) + two + two;
    }

    /// <summary>Word j of eight units against the patch's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<ulong> Xor512(ref ulong lane, ref ulong patch, int j) =>
        Vector512.LoadUnsafe(ref lane, (nuint)(j * WeightLanes.Width)) ^ Vector512.Create(Unsafe.Add(ref patch, j));

    /// <summary>Adds words j … j + 3 to the ones and twos; returns what carries into the fours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<ulong> Add4(ref Vector512<ulong> ones, ref Vector512<ulong> twos, ref ulong lane, ref ulong patch, int j)
    {
        var twosA = Add(ref ones, Xor512(ref lane, ref patch, j), Xor512(ref lane, ref patch, j + 1));
        var twosB = Add(ref ones, Xor512(ref lane, ref patch, j + 2), Xor512(ref lane, ref patch, j + 3));
        return Add(ref twos, twosA, twosB);
    }

    /// <summary>Full adder of three bits per bit position: leaves the sum in <paramref name="a"/>, returns the carry. 0x96 is a ^ b ^ c, 0xD4 the majority of b, c and the old a, told from the sum: both overwrite what is read last, nothing is copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<ulong> Add(ref Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c)
    {
        a = Avx512F.TernaryLogic(a, b, c, 0x96);
        return Avx512F.TernaryLogic(b, c, a, 0xD4);
    }

    /// <summary>The number of set bits of each byte: two nibbles, looked up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<byte> Count512(Vector512<ulong> value)
    {
        var bits = Vector512.Create(
            (byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        var low = Vector512.Create((byte)0x0F);
        return Avx512BW.Shuffle(bits, value.AsByte() & low) + Avx512BW.Shuffle(bits, (value >> 4).AsByte() & low);
    }

    /// <summary>The sum of the eight bytes of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<long> Sum512(Vector512<byte> bytes) => Avx512BW.SumAbsoluteDifferences(bytes, Vector512<byte>.Zero).AsInt64();
}
