using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// A binary layer's weights as lists of planes, the form <see cref="BitSlice"/> reads. Per unit: the planes whose weight is +1, or −1 where those are fewer, as offsets into the
/// window of their segment. Only blocks of units of which a row changed are listed anew. Threads share it; it changes between runs only.
/// </summary>
sealed unsafe class PlaneLists
{
    /// <summary>Most inputs of a segment: 36 KiB of planes for 512-bit vectors, of which a unit reads half.</summary>
    internal const int SegmentInputs = 64 * SegmentWords;

    /// <summary>Units whose counts wait in the second-level cache while a segment is counted.</summary>
    internal const int Block = 128;

    const int SegmentWords = 9;

    readonly PlannedLayer plan;
    readonly int vectorWords;
    readonly ulong[] listed;       // the rows as listed, [units, words]
    readonly int[] ones;           // weights +1 of each unit
    readonly bool[] isListed;      // of each block
    readonly AlignedBuffer<ushort> entries;
    readonly AlignedBuffer<int> starts;
    readonly AlignedBuffer<int> constants;
    readonly AlignedBuffer<ushort> places;
    readonly int blockEntries;
    readonly int constantPitch;

    internal PlaneLists(PlannedLayer plan, int vectorWords)
    {
        (this.plan, this.vectorWords) = (plan, vectorWords);
        Segments = (plan.WordsPerUnit + SegmentWords - 1) / SegmentWords;
        Levels = Math.Max(BitSlice.LowLevels, BitOperations.Log2((uint)plan.FanIn + ((uint)plan.FanIn / 4) + 2) + 1);
        Blocks = (plan.UnitCount + Block - 1) / Block;
        blockEntries = (Math.Min(Block, plan.UnitCount) * ((plan.FanIn / 2) + (Segments * (BitSlice.Group - 1)))) + 8;
        constantPitch = (Levels + 2 + 15) / 16 * 16;
        (listed, ones, isListed) = (new ulong[(long)plan.UnitCount * plan.WordsPerUnit], new int[plan.UnitCount], new bool[Blocks]);
        (entries, starts, constants) = (new((long)Blocks * blockEntries), new((long)Blocks * BlockStarts), new((long)plan.UnitCount * constantPitch));
        places = Places(vectorWords);
        All = [.. Enumerable.Range(0, BitSlice.Groups(SegmentInputs)).Select(i => (ushort)(i * vectorWords))];
    }

    /// <summary>Segments of the fan-in.</summary>
    internal int Segments { get; }

    /// <summary>Blocks of units.</summary>
    internal int Blocks { get; }

    /// <summary>Planes of a count: it begins with at most (K + <see cref="Offset"/>) / 2 and counts at most K/2, so it stays below 5/4·K + 2.</summary>
    internal int Levels { get; }

    /// <summary>2·Q of <see cref="BitSlice"/>: even, and more than K/2, below which no g matters.</summary>
    internal int Offset => ((plan.FanIn / 2) + 3) & ~1;

    /// <summary>Offsets of all planes of a window, whole groups.</summary>
    internal ushort[] All { get; }

    /// <summary>The first input of a segment; that of the one behind the last is the end. Segments are whole words of a row, as even as can be.</summary>
    internal int First(int segment) => Math.Min(FirstWord(segment) * 64, plan.FanIn);

    int FirstWord(int segment) => segment * plan.WordsPerUnit / Segments;

    int BlockStarts => (Segments * Block) + 1;

    /// <summary>What a block of units counts in a segment.</summary>
    internal void Describe(int block, int segment, ref SliceUnits units)
    {
        units.Count = Math.Min(Block, plan.UnitCount - (block * Block));
        units.Entries = entries.Pointer + ((long)block * blockEntries);
        units.Starts = starts.Pointer + ((long)block * BlockStarts) + (segment * units.Count);
        units.Constants = constants.Pointer + ((long)block * Block * constantPitch);
        (units.ConstantPitch, units.Levels, units.IsFirst, units.IsLast) = (constantPitch, Levels, segment == 0, segment == Segments - 1);
    }

    /// <summary>Takes over the parameters of a block of units; calls for different blocks may run at once.</summary>
    internal void Load(ReadOnlySpan<ulong> weights, ReadOnlySpan<int> thresholds, int block)
    {
        var (from, to) = (block * Block, Math.Min((block + 1) * Block, plan.UnitCount));
        var (row, words) = (plan.WordsPerUnit, (to - from) * plan.WordsPerUnit);
        var rows = weights.Slice(from * row, words);
        var old = listed.AsSpan(from * row, words);
        if (!isListed[block] || !rows.SequenceEqual(old))
        {
            isListed[block] = false;
            rows.CopyTo(old);
            for (var unit = from; unit < to; unit++)
                ones[unit] = Ones(rows.Slice((unit - from) * row, row));
            List(rows, block, to - from);
            isListed[block] = true;
        }

        for (var unit = from; unit < to; unit++)
            Compare(unit, thresholds[unit]);
    }

    /// <summary>A unit counts its −1.</summary>
    bool IsInverted(int unit) => ones[unit] > plan.FanIn / 2;

    /// <summary>Lists in the order in which they are read: segment by segment, unit by unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void List(ReadOnlySpan<ulong> rows, int block, int units)
    {
        ushort* first = entries.Pointer + ((long)block * blockEntries), to = first;
        var begins = starts.Pointer + ((long)block * BlockStarts);
        for (var segment = 0; segment < Segments; segment++)
        {
            var (from, end) = (FirstWord(segment), FirstWord(segment + 1));
            var zero = (ushort)((First(segment + 1) - First(segment)) * vectorWords);
            for (var unit = 0; unit < units; unit++)
            {
                *begins++ = (int)(to - first);
                var row = rows.Slice(unit * plan.WordsPerUnit, plan.WordsPerUnit);
                var flip = IsInverted((block * Block) + unit) ? ulong.MaxValue : 0;
                for (var word = from; word < end; word++)
                    to = Append((row[word] ^ flip) & (word == row.Length - 1 ? BitPack.LastWordMask(plan.FanIn) : ulong.MaxValue), (word - from) * 64 * vectorWords, to);
                while ((to - first) % BitSlice.Group != 0)
                    *to++ = zero;
            }
        }

        *begins = (int)(to - first);
    }

    /// <summary>Appends the places of the set bits: a byte looks up eight places, of which as many count as it has bits; the next byte's overwrite the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ushort* Append(ulong bits, int place, ushort* to)
    {
        for (; bits != 0; bits >>= 16, place += 16 * vectorWords)
        {
            Put(bits & 0xFF, place, to);
            Put((bits >> 8) & 0xFF, place + (8 * vectorWords), to + BitOperations.PopCount(bits & 0xFF));
            to += BitOperations.PopCount(bits & 0xFFFF);
        }

        return to;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Put(ulong value, int place, ushort* to) => (Vector128.Load(places.Pointer + (value * 8)) + Vector128.Create((ushort)place)).Store(to);

    /// <summary>What the unit begins to count with and how its count is compared.</summary>
    void Compare(int unit, int threshold)
    {
        var g = ((long)plan.FanIn - (2 * ones[unit]) - threshold) >> 1;
        g = IsInverted(unit) ? -g - 1 : g;
        var begin = Math.Clamp(g, 1 - Offset, plan.FanIn) + Offset;
        var masks = constants.Pointer + ((long)unit * constantPitch);
        for (var level = 0; level < Levels; level++)
            masks[level] = -(int)((begin >> (level + 1)) & 1);
        masks[Levels] = -(int)(begin & 1);
        masks[Levels + 1] = IsInverted(unit) ? -1 : 0;
    }

    static int Ones(ReadOnlySpan<ulong> row)
    {
        var ones = 0;
        foreach (var word in row)
            ones += BitOperations.PopCount(word);
        return ones;
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
