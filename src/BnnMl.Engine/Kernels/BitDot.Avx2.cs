using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl;

/// <summary>256-bit form: a 64-bit lane is a unit, the eight units of a group are two vectors. The method is that of the 512-bit form, with full adders of five instructions.</summary>
static partial class BitDot
{
    static void ThresholdAvx2(ReadOnlySpan<ulong> lanes, ReadOnlySpan<long> limits, ReadOnlySpan<ulong> patches, int words, Span<byte> bits, int stride)
    {
        var positions = patches.Length / words;
        ref var lane = ref MemoryMarshal.GetReference(lanes);
        for (var group = 0; group < limits.Length / WeightLanes.Width; group++)
        {
            var limitA = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(limits), (nuint)(group * WeightLanes.Width));
            var limitB = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(limits), (nuint)(group * WeightLanes.Width) + 4);
            ref var patch = ref MemoryMarshal.GetReference(patches);
            ref var reached = ref Unsafe.Add(ref MemoryMarshal.GetReference(bits), group);
            for (var position = 0; position < positions; position++)
            {
                var beyondA = Vector256.GreaterThan(Differing256(ref lane, ref patch, words), limitA).ExtractMostSignificantBits();
                var beyondB = Vector256.GreaterThan(Differing256(ref Unsafe.Add(ref lane, 4), ref patch, words), limitB).ExtractMostSignificantBits();
                reached = (byte)~(beyondA | (beyondB << 4));
                patch = ref Unsafe.Add(ref patch, words);
                reached = ref Unsafe.Add(ref reached, stride);
            }

            lane = ref Unsafe.Add(ref lane, words * WeightLanes.Width);
        }
    }

    static void CountAvx2(ReadOnlySpan<ulong> lanes, ReadOnlySpan<ulong> patches, int words, Span<int> counts)
    {
        var units = lanes.Length / words;
        for (var unit = 0; unit < units; unit += WeightLanes.Width)
            for (var position = 0; position < patches.Length / words; position++)
            {
                ref var lane = ref Unsafe.Add(ref MemoryMarshal.GetReference(lanes), unit * words);
                ref var patch = ref Unsafe.Add(ref MemoryMarshal.GetReference(patches), position * words);
                var differing = Vector256.Narrow(Differing256(ref lane, ref patch, words), Differing256(ref Unsafe.Add(ref lane, 4), ref patch, words));
                differing.StoreUnsafe(ref MemoryMarshal.GetReference(counts), (nuint)((position * units) + unit));
            }
    }

    /// <summary>Differing bits of four lanes and one patch, one number per lane; step by step as in the 512-bit form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<long> Differing256(ref ulong lane, ref ulong patch, int words)
    {
        var ones = Xor256(ref lane, ref patch, 0);
        var (twos, fours) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        var total = Vector256<long>.Zero;
        lane = ref Unsafe.Add(ref lane, WeightLanes.Width);
        patch = ref Unsafe.Add(ref patch, 1);
        var left = words - 1;
        while (left >= 8)
        {
            var eights = Vector256<byte>.Zero;
            for (var end = left - (8 * Math.Min(left >> 3, MaxBlocks)); left > end; left -= 8)
            {
                var foursA = Add4(ref ones, ref twos, ref lane, ref patch, 0);
                var foursB = Add4(ref ones, ref twos, ref lane, ref patch, 4);
                eights += Count256(Add(ref fours, foursA, foursB));
                lane = ref Unsafe.Add(ref lane, 8 * WeightLanes.Width);
                patch = ref Unsafe.Add(ref patch, 8);
            }

            total += Sum256(eights) << 3;
        }

        return total + Sum256(Rest256(ones, twos, fours, words > 8, left, ref lane, ref patch));
    }

    /// <summary>Per byte, ones + 2·twos + 4·fours + the bits of <paramref name="left"/> ≤ 7 more words: at most 8 · (1 + 2 + 4 + 7) = 112.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<byte> Rest256(Vector256<ulong> ones, Vector256<ulong> twos, Vector256<ulong> fours, bool hasFours, int left, ref ulong lane, ref ulong patch)
    {
        var (single, two, four) = (Vector256<byte>.Zero, Vector256<byte>.Zero, hasFours ? Count256(fours) : Vector256<byte>.Zero);
        if ((left & 4) != 0)
        {
            four += Count256(Add4(ref ones, ref twos, ref lane, ref patch, 0));
            lane = ref Unsafe.Add(ref lane, 4 * WeightLanes.Width);
            patch = ref Unsafe.Add(ref patch, 4);
        }

        if ((left & 2) != 0)
        {
            two += Count256(Add(ref ones, Xor256(ref lane, ref patch, 0), Xor256(ref lane, ref patch, 1)));
            lane = ref Unsafe.Add(ref lane, 2 * WeightLanes.Width);
            patch = ref Unsafe.Add(ref patch, 2);
        }

        if ((left & 1) != 0)
            single += Count256(Xor256(ref lane, ref patch, 0));
        if (hasFours || (left & 4) != 0)
            two += Count256(twos);
        two += four + four;
        return single + Count256(ones) + two + two;
    }

    /// <summary>Word j of four units against the patch's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<ulong> Xor256(ref ulong lane, ref ulong patch, int j) =>
        Vector256.LoadUnsafe(ref lane, (nuint)(j * WeightLanes.Width)) ^ Vector256.Create(Unsafe.Add(ref patch, j));

    /// <summary>Adds words j … j + 3 to the ones and twos; returns what carries into the fours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<ulong> Add4(ref Vector256<ulong> ones, ref Vector256<ulong> twos, ref ulong lane, ref ulong patch, int j)
    {
        var twosA = Add(ref ones, Xor256(ref lane, ref patch, j), Xor256(ref lane, ref patch, j + 1));
        var twosB = Add(ref ones, Xor256(ref lane, ref patch, j + 2), Xor256(ref lane, ref patch, j + 3));
        return Add(ref twos, twosA, twosB);
    }

    /// <summary>Full adder of three bits per bit position: leaves the sum in <paramref name="a"/>, returns the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<ulong> Add(ref Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c)
    {
        var differ = a ^ b;
        var carry = (a & b) | (differ & c);
        a = differ ^ c;
        return carry;
    }

    /// <summary>The number of set bits of each byte: two nibbles, looked up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<byte> Count256(Vector256<ulong> value)
    {
        var bits = Vector256.Create(
            (byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        var low = Vector256.Create((byte)0x0F);
        return Avx2.Shuffle(bits, value.AsByte() & low) + Avx2.Shuffle(bits, (value >> 4).AsByte() & low);
    }

    /// <summary>The sum of the eight bytes of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<long> Sum256(Vector256<byte> bytes) => Avx2.SumAbsoluteDifferences(bytes, Vector256<byte>.Zero).AsInt64();
}
