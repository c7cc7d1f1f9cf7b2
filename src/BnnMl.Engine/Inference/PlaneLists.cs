using System.Numerics;

namespace BnnMl;

/// <summary>
/// A binary layer's weights as lists of planes, the form <see cref="BitSlice"/> reads. Per unit: the planes whose weight is +1, or −1 where those are fewer, as offsets into the
/// window of their segment. Where it pays, three units share
/// what they count (see <see cref="BitSlice.Sharing"/>). Only blocks of units of which a row changed are listed anew. Threads share it; it changes between runs only.
/// </summary>
sealed unsafe partial class PlaneLists
{
    /// <summary>Most inputs of a segment: 36 KiB of planes for 512-bit vectors, of which a unit reads half.</summary>
    internal const int SegmentInputs = 64 * SegmentWords;

    /// <summary>Units whose counts wait in the second-level cache while a segment is counted.</summary>
    internal const int Block = 43 * BitSlice.Sharing;

    const int SegmentWords = 9;
    const int LeastMostShared = 44; // inputs of a pattern, on average; measured borders
    const int LeastFewShared = 28;

    readonly PlannedLayer plan;
    readonly int vectorWords;
    readonly int rowWords;
    readonly ulong lastWord;       // mask of a row's last word
    readonly int half;             // of the fan-in
    readonly ulong[] listed;       // the rows as listed, [units, words]
    readonly int[] ones;           // weights +1 of each unit
    readonly bool[] isListed;      // of each block
    readonly AlignedBuffer<ushort> shared;
    readonly AlignedBuffer<ushort> entries;
    readonly AlignedBuffer<int> starts;
    readonly AlignedBuffer<int> constants;
    readonly AlignedBuffer<ushort> places;
    readonly int blockEntries;
    readonly int constantPitch;

    internal PlaneLists(PlannedLayer plan, int vectorWords)
    {
        (this.plan, this.vectorWords, rowWords) = (plan, vectorWords, plan.WordsPerUnit);
        (lastWord, half) = (BitPack.LastWordMask(plan.FanIn), plan.FanIn / 2);
        Segments = (rowWords + SegmentWords - 1) / SegmentWords;
        SharedPlanes = Planes(plan.FanIn / Segments);
        Levels = Math.Max(SharedPlanes == 0 ? BitSlice.LowLevels : BitSlice.LowLevels + 3, BitOperations.Log2((uint)plan.FanIn + ((uint)plan.FanIn / 4) + 2) + 1);
        Blocks = (plan.UnitCount + Block - 1) / Block;
        blockEntries = (Math.Min(Block, plan.UnitCount) * ((plan.FanIn / 2) + (Segments * (BitSlice.Group - 1)))) + Surplus;
        constantPitch = (Levels + 2 + 15) / 16 * 16;
        (listed, ones, isListed) = (new ulong[(long)plan.UnitCount * rowWords], new int[plan.UnitCount], new bool[Blocks]);
        shared = new(Blocks * BlockShared);
        (entries, starts, constants) = (new((long)Blocks * blockEntries), new((long)Blocks * BlockStarts), new((long)plan.UnitCount * constantPitch));
        places = Places(vectorWords);
        All = [.. Enumerable.Range(0, BitSlice.Groups(SegmentInputs)).Select(i => (ushort)(i * vectorWords))];
    }

    /// <summary>Planes of a pattern that three units share in a segment; 0 where sharing costs more than it spares.</summary>
    internal int SharedPlanes { get; }

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

    int FirstWord(int segment) => segment * rowWords / Segments;

    int BlockStarts => (Segments * Block) + 1;

    long BlockShared => (Segments * SegmentShared(Math.Min(Block, plan.UnitCount))) + Surplus;

    /// <summary>Shared entries of a segment of a block of units.</summary>
    int SegmentShared(int units) => (units + BitSlice.Sharing - 1) / BitSlice.Sharing * BitSlice.Patterns * SharedPlanes;

    /// <summary>Of a segment's inputs an eighth has a pattern, more or less: those that are shared should be hardly more.</summary>
    static int Planes(int inputs) => inputs / 8 >= LeastMostShared ? BitSlice.MostShared : inputs / 8 >= LeastFewShared ? BitSlice.FewShared : 0;

    /// <summary>What a block of units counts in a segment.</summary>
    internal void Describe(int block, int segment, ref SliceUnits units)
    {
        units.Count = Math.Min(Block, plan.UnitCount - (block * Block));
        units.Entries = entries.Pointer + ((long)block * blockEntries);
        units.Shared = shared.Pointer + ((long)block * BlockShared) + (segment * SegmentShared(units.Count));
        units.SharedPlanes = SharedPlanes;
        units.Starts = starts.Pointer + ((long)block * BlockStarts) + (segment * units.Count);
        units.Constants = constants.Pointer + ((long)block * Block * constantPitch);
        (units.ConstantPitch, units.Levels, units.IsFirst, units.IsLast) = (constantPitch, Levels, segment == 0, segment == Segments - 1);
    }

    /// <summary>Takes over the parameters of a block of units; calls for different blocks may run at once.</summary>
    internal void Load(ReadOnlySpan<ulong> weights, ReadOnlySpan<int> thresholds, int block)
    {
        var (from, to) = (block * Block, Math.Min((block + 1) * Block, plan.UnitCount));
        var words = (to - from) * rowWords;
        var rows = weights.Slice(from * rowWords, words);
        var old = listed.AsSpan(from * rowWords, words);
        if (!isListed[block] || !rows.SequenceEqual(old))
        {
            isListed[block] = false;
            rows.CopyTo(old);
            for (var unit = from; unit < to; unit++)
                ones[unit] = Ones(rows.Slice((unit - from) * rowWords, rowWords));
            List(rows, block, to - from);
            isListed[block] = true;
        }

        for (var unit = from; unit < to; unit++)
            Compare(unit, thresholds[unit]);
    }

    /// <summary>A unit counts its −1.</summary>
    bool IsInverted(int unit) => ones[unit] > half;

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
}
