using System.Numerics;

namespace BnnMl;

/// <summary>
/// Binary dot products of patches with all units of a layer. For n bits, dot(a, b) = n − 2·popcount(a xor b); unused bits are 0 in both, so they never differ.
/// Hence z ≥ T ⇔ differing ≤ ⌊(n − T) / 2⌋: <see cref="Limits"/>. Patches are [positions, words], weights are <see cref="WeightLanes"/>.
/// </summary>
static partial class BitDot
{
    /// <summary>The most differing bits with which each unit of <paramref name="fanIn"/> inputs still reaches its threshold; negative: never, as for missing units.</summary>
    /// <param name="fanIn">n.</param>
    /// <param name="thresholds">[units].</param>
    /// <param name="limits">[groups · 8].</param>
    internal static void Limits(int fanIn, ReadOnlySpan<int> thresholds, Span<long> limits)
    {
        for (var unit = 0; unit < thresholds.Length; unit++)
            limits[unit] = (fanIn - (long)thresholds[unit]) >> 1;
        limits[thresholds.Length..].Fill(-1);
    }

    /// <summary>
    /// Hidden units: bit (position, unit) is 1 iff differing(position, unit) ≤ limits[unit]. Missing units of the last group have the limit −1, so their bits are 0.
    /// </summary>
    /// <param name="set">An available instruction set.</param>
    /// <param name="lanes">[groups, words, 8].</param>
    /// <param name="limits">[groups · 8].</param>
    /// <param name="patches">[positions, words].</param>
    /// <param name="words">Words per patch, at least 1.</param>
    /// <param name="bits">Bit of unit u of position p is bit u mod 8 of byte p · stride + u / 8; other bytes stay as they are.</param>
    /// <param name="stride">Bytes from one position to the next, at least groups.</param>
    internal static void Threshold(InstructionSet set, ReadOnlySpan<ulong> lanes, ReadOnlySpan<long> limits, ReadOnlySpan<ulong> patches, int words, Span<byte> bits, int stride)
    {
        var (groups, positions) = Check(lanes, limits.Length, patches, words);
        if (stride < groups || bits.Length < ((positions - 1L) * stride) + groups)
            throw new ArgumentException($"{positions} positions of {groups} bytes at a stride of {stride} do not fit {bits.Length} bytes.", nameof(bits));
        switch (set)
        {
            case InstructionSet.Avx512:
                ThresholdAvx512(lanes, limits, patches, words, bits, stride);
                break;
            case InstructionSet.Avx2:
                ThresholdAvx2(lanes, limits, patches, words, bits, stride);
                break;
            case InstructionSet.Vector128 or InstructionSet.Scalar:
                ThresholdScalar(lanes, limits, patches, words, bits, stride);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    /// <summary>Units read by number: counts[position, unit] = differing(position, unit).</summary>
    /// <param name="set">An available instruction set.</param>
    /// <param name="lanes">[groups, words, 8].</param>
    /// <param name="patches">[positions, words].</param>
    /// <param name="words">Words per patch, at least 1.</param>
    /// <param name="counts">[positions, groups · 8].</param>
    internal static void Count(InstructionSet set, ReadOnlySpan<ulong> lanes, ReadOnlySpan<ulong> patches, int words, Span<int> counts)
    {
        var (groups, positions) = Check(lanes, lanes.Length / words, patches, words);
        if (counts.Length != (long)positions * groups * WeightLanes.Width)
            throw new ArgumentException($"{positions} positions of {groups * WeightLanes.Width} units do not fit {counts.Length} counts.", nameof(counts));
        switch (set)
        {
            case InstructionSet.Avx512:
                CountAvx512(lanes, patches, words, counts);
                break;
            case InstructionSet.Avx2:
                CountAvx2(lanes, patches, words, counts);
                break;
            case InstructionSet.Vector128 or InstructionSet.Scalar:
                CountScalar(lanes, patches, words, counts);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    static void ThresholdScalar(ReadOnlySpan<ulong> lanes, ReadOnlySpan<long> limits, ReadOnlySpan<ulong> patches, int words, Span<byte> bits, int stride)
    {
        for (var group = 0; group < limits.Length / WeightLanes.Width; group++)
        {
            var weights = lanes.Slice(group * words * WeightLanes.Width, words * WeightLanes.Width);
            for (var (position, at) = (0, group); position < patches.Length / words; position++, at += stride)
            {
                var reached = 0;
                for (var lane = 0; lane < WeightLanes.Width; lane++)
                    if (Differing(weights[lane..], patches.Slice(position * words, words)) <= limits[(group * WeightLanes.Width) + lane])
                        reached |= 1 << lane;
                bits[at] = (byte)reached;
            }
        }
    }

    static void CountScalar(ReadOnlySpan<ulong> lanes, ReadOnlySpan<ulong> patches, int words, Span<int> counts)
    {
        var units = lanes.Length / words;
        for (var unit = 0; unit < units; unit++)
        {
            var weights = lanes[((unit / WeightLanes.Width * words * WeightLanes.Width) + (unit % WeightLanes.Width))..];
            for (var position = 0; position < patches.Length / words; position++)
                counts[(position * units) + unit] = Differing(weights, patches.Slice(position * words, words));
        }
    }

    /// <summary>Differing bits of one lane and one patch.</summary>
    static int Differing(ReadOnlySpan<ulong> lane, ReadOnlySpan<ulong> patch)
    {
        var differing = 0;
        for (var j = 0; j < patch.Length; j++)
            differing += BitOperations.PopCount(lane[j * WeightLanes.Width] ^ patch[j]);
        return differing;
    }

    /// <summary>The vector forms read without bounds checks, so the lengths are checked here, once per layer.</summary>
    static (int Groups, int Positions) Check(ReadOnlySpan<ulong> lanes, int units, ReadOnlySpan<ulong> patches, int words)
    {
        if (words < 1 || units % WeightLanes.Width != 0 || lanes.Length != (long)units * words || patches.Length % words != 0)
            throw new ArgumentException($"{lanes.Length} lane words and {patches.Length} patch words do not belong to {units} units of {words} words.", nameof(lanes));
        return (units / WeightLanes.Width, patches.Length / words);
    }
}
