using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>How rows of weights become lists, in the order in which they are read: segment by segment, unit by unit.</summary>
sealed unsafe partial class PlaneLists
{
    const int Surplus = 16; // entries that may be written beyond the end of a list
    const int Room = SegmentInputs + BitSlice.MostShared + Surplus; // of a pattern's list, with planes of zeros behind

    void List(ReadOnlySpan<ulong> rows, int block, int units)
    {
        var lists = stackalloc ushort[(BitSlice.Patterns + 1) * Room];
        var ends = stackalloc ushort*[BitSlice.Patterns + 1];
        ushort* first = entries.Pointer + ((long)block * blockEntries), to = first, three = shared.Pointer + ((long)block * BlockShared);
        var begins = starts.Pointer + ((long)block * BlockStarts);
        for (var segment = 0; segment < Segments; segment++)
        {
            var zero = (ushort)((First(segment + 1) - First(segment)) * vectorWords); // the place of the plane of zeros
            for (var unit = 0; unit < units; unit++)
            {
                var place = unit % BitSlice.Sharing;
                if (SharedPlanes > 0 && place == 0)
                {
                    Divide(rows, block, unit, Math.Min(BitSlice.Sharing, units - unit), segment, lists, ends);
                    three = Share(lists, ends, zero, three);
                }

                *begins++ = (int)(to - first);
                to = SharedPlanes > 0 ? Rest(lists, ends, place, to) : Append(rows, block, unit, segment, to);
                Vector256.Create(zero).Store(to); // as many planes of zeros as fill the group
                to += -(to - first) & (BitSlice.Group - 1);
            }
        }

        *begins = (int)(to - first);
    }

    /// <summary>The inputs of a word of a row that a unit counts; none beyond the fan-in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ulong Counted(ReadOnlySpan<ulong> rows, int block, int unit, int word) =>
        (rows[(unit * rowWords) + word] ^ (IsInverted((block * Block) + unit) ? ulong.MaxValue : 0)) & (word == rowWords - 1 ? lastWord : ulong.MaxValue);

    /// <summary>Divides a segment's inputs by their patterns for one, two or three units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Divide(ReadOnlySpan<ulong> rows, int block, int unit, int units, int segment, ushort* lists, ushort** ends)
    {
        for (var pattern = 1; pattern <= BitSlice.Patterns; pattern++)
            ends[pattern] = lists + (pattern * Room);
        var place = 0;
        for (var word = FirstWord(segment); word < FirstWord(segment + 1); word++, place += 64 * vectorWords)
        {
            ulong a = Counted(rows, block, unit, word), b = units > 1 ? Counted(rows, block, unit + 1, word) : 0, c = units > 2 ? Counted(rows, block, unit + 2, word) : 0;
            ends[1] = Append(a & ~b & ~c, place, ends[1]);
            ends[2] = Append(b & ~a & ~c, place, ends[2]);
            ends[3] = Append(a & b & ~c, place, ends[3]);
            ends[4] = Append(c & ~a & ~b, place, ends[4]);
            ends[5] = Append(a & c & ~b, place, ends[5]);
            ends[6] = Append(b & c & ~a, place, ends[6]);
            ends[7] = Append(a & b & c, place, ends[7]);
        }
    }

    /// <summary>The first inputs of each pattern are shared; the plane of zeros stands for those that are missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    ushort* Share(ushort* lists, ushort** ends, ushort zero, ushort* to)
    {
        for (var pattern = 1; pattern <= BitSlice.Patterns; pattern++, to += SharedPlanes)
        {
            for (var i = 0; i <= SharedPlanes; i += Surplus)
                Vector256.Create(zero).Store(ends[pattern] + i);
            Copy(lists + (pattern * Room), SharedPlanes, to);
        }

        return to;
    }

    /// <summary>What is not shared of the patterns that count for a unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    ushort* Rest(ushort* lists, ushort** ends, int place, ushort* to)
    {
        for (var pattern = 1; pattern <= BitSlice.Patterns; pattern++)
        {
            var rest = (nint)(ends[pattern] - lists) - (pattern * Room) - SharedPlanes;
            if ((pattern >> place & 1) == 0 || rest <= 0)
                continue;
            Copy(lists + (pattern * Room) + SharedPlanes, rest, to);
            to += rest;
        }

        return to;
    }

    /// <summary>Copies whole vectors: what comes next overwrites the surplus.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Copy(ushort* from, nint count, ushort* to)
    {
        for (nint i = 0; i < count; i += Surplus)
            Vector256.Load(from + i).Store(to + i);
    }

    /// <summary>All inputs of a segment that a unit counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    ushort* Append(ReadOnlySpan<ulong> rows, int block, int unit, int segment, ushort* to)
    {
        var place = 0;
        for (var word = FirstWord(segment); word < FirstWord(segment + 1); word++, place += 64 * vectorWords)
            to = Append(Counted(rows, block, unit, word), place, to);
        return to;
    }

    /// <summary>Appends the places of the set bits, without a branch: a byte looks up eight places, of which as many count as it has bits; the next byte's overwrite the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ushort* Append(ulong bits, int place, ushort* to)
    {
        var (table, pitch, from) = ((nint)places.Pointer, Vector128.Create((ushort)(8 * vectorWords)), Vector128.Create((ushort)place));
        for (var shift = 0; shift < 64; shift += 8, from += pitch)
        {
            var value = (byte)(bits >> shift);
            (Vector128.Load((ushort*)table + (value * 8)) + from).Store(to);
            to += BitOperations.PopCount(value);
        }

        return to;
    }

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
