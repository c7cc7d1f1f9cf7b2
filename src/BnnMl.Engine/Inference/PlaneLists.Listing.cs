using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>How rows of weights become lists, in the order in which they are read: segment by segment, unit by unit.</summary>
sealed unsafe partial class PlaneLists
{
    const int Room = SegmentInputs + 8; // for the inputs of a pattern

    void List(ReadOnlySpan<ulong> rows, int block, int units)
    {
        var patterns = stackalloc ushort[BitSlice.Patterns * Room];
        var counts = stackalloc int[BitSlice.Patterns];
        ushort* first = entries.Pointer + ((long)block * blockEntries), to = first, three = shared.Pointer + ((long)block * BlockShared);
        var begins = starts.Pointer + ((long)block * BlockStarts);
        for (var segment = 0; segment < Segments; segment++)
            for (var unit = 0; unit < units; unit++)
            {
                var place = unit % BitSlice.Sharing;
                if (SharedPlanes > 0 && place == 0)
                {
                    Divide(rows, block, unit, Math.Min(BitSlice.Sharing, units - unit), segment, patterns, counts);
                    three = Share(patterns, counts, Zero(segment), three);
                }

                *begins++ = (int)(to - first);
                to = SharedPlanes > 0 ? Rest(patterns, counts, place, to) : Append(rows, block, unit, segment, to);
                for (; (to - first) % BitSlice.Group != 0; to++)
                    *to = Zero(segment);
            }

        *begins = (int)(to - first);
    }

    /// <summary>The place of a segment's plane of zeros.</summary>
    ushort Zero(int segment) => (ushort)((First(segment + 1) - First(segment)) * vectorWords);

    /// <summary>The inputs of a word of a row that a unit counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ulong Counted(ReadOnlySpan<ulong> rows, int block, int unit, int word) =>
        (rows[(unit * plan.WordsPerUnit) + word] ^ (IsInverted((block * Block) + unit) ? ulong.MaxValue : 0)) & (word == plan.WordsPerUnit - 1 ? BitPack.LastWordMask(plan.FanIn) : ulong.MaxValue);

    /// <summary>Divides a segment's inputs by their patterns for one, two or three units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Divide(ReadOnlySpan<ulong> rows, int block, int unit, int units, int segment, ushort* patterns, int* counts)
    {
        new Span<int>(counts, BitSlice.Patterns).Clear();
        var from = FirstWord(segment);
        for (var word = from; word < FirstWord(segment + 1); word++)
        {
            ulong a = Counted(rows, block, unit, word), b = units > 1 ? Counted(rows, block, unit + 1, word) : 0, c = units > 2 ? Counted(rows, block, unit + 2, word) : 0;
            for (var pattern = 1; pattern <= BitSlice.Patterns; pattern++)
            {
                var bits = ((pattern & 1) != 0 ? a : ~a) & ((pattern & 2) != 0 ? b : ~b) & ((pattern & 4) != 0 ? c : ~c);
                var to = patterns + ((pattern - 1) * Room) + counts[pattern - 1];
                counts[pattern - 1] += BitOperations.PopCount(bits);
                for (var place = (word - from) * 64 * vectorWords; bits != 0; bits &= bits - 1)
                    *to++ = (ushort)(place + (BitOperations.TrailingZeroCount(bits) * vectorWords));
            }
        }
    }

    /// <summary>The first inputs of each pattern are shared; the plane of zeros stands for those that are missing.</summary>
    ushort* Share(ushort* patterns, int* counts, ushort zero, ushort* to)
    {
        for (var pattern = 0; pattern < BitSlice.Patterns; pattern++, to += SharedPlanes)
        {
            var own = Math.Min(counts[pattern], SharedPlanes);
            new ReadOnlySpan<ushort>(patterns + (pattern * Room), own).CopyTo(new Span<ushort>(to, own));
            new Span<ushort>(to + own, SharedPlanes - own).Fill(zero);
        }

        return to;
    }

    /// <summary>What is not shared of the patterns that count for a unit.</summary>
    ushort* Rest(ushort* patterns, int* counts, int place, ushort* to)
    {
        for (var pattern = 0; pattern < BitSlice.Patterns; pattern++)
            if (((pattern + 1) >> place & 1) != 0 && counts[pattern] > SharedPlanes)
            {
                var rest = new ReadOnlySpan<ushort>(patterns + (pattern * Room) + SharedPlanes, counts[pattern] - SharedPlanes);
                rest.CopyTo(new Span<ushort>(to, rest.Length));
                to += rest.Length;
            }

        return to;
    }

    /// <summary>All inputs of a segment that a unit counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    ushort* Append(ReadOnlySpan<ulong> rows, int block, int unit, int segment, ushort* to)
    {
        var from = FirstWord(segment);
        for (var word = from; word < FirstWord(segment + 1); word++)
        {
            var place = (word - from) * 64 * vectorWords;
            for (var bits = Counted(rows, block, unit, word); bits != 0; bits >>= 16, place += 16 * vectorWords)
            {
                Put(bits & 0xFF, place, to);
                Put((bits >> 8) & 0xFF, place + (8 * vectorWords), to + BitOperations.PopCount(bits & 0xFF));
                to += BitOperations.PopCount(bits & 0xFFFF);
            }
        }

        return to;
    }

    /// <summary>Looks up the places of a byte's set bits, eight at a time, of which as many count as it has bits; the next byte's overwrite the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Put(ulong value, int place, ushort* to) => (Vector128.Load(places.Pointer + (value * 8)) + Vector128.Create((ushort)place)).Store(to);

    /// <summary>For every byte the places of its set bits, [256, 8].</summary>
    static AlignedBuffer<ushort> Places(int vectorWords)
    {
        var places = new AlignedBuffer<ushort>(256 * 8);
        for (var value = 0; value < 256; value++)
            for (var (bit, count) = (0, 0); bit < 8; bit++)
                if ((value >> bit & 1) != 0)
                    places.Pointer[(value * 8) + count++] = (ushort)(bit * vectorWords);
        return places;
    }
}
