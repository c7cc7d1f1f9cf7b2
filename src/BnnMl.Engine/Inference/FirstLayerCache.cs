using System.Collections.Concurrent;

namespace BnnMl;

/// <summary>
/// What the first layer of a network without errors makes of each block of the same samples, and its inputs as that layer reads them. Chips change few of its units, and the
/// inputs of none: the other units need not be evaluated again, nor inputs turned. Safe to use from several threads: what is kept is only read.
/// </summary>
/// <param name="origin">The network without errors.</param>
/// <param name="mostBytes">Of both together; maps have the first claim.</param>
sealed class FirstLayerCache(PackedNetwork origin, long mostBytes = FirstLayerCache.MostBytes)
{
    const long MostBytes = 128L << 20;

    readonly ConcurrentDictionary<(long FirstSample, int Words), ulong[]> maps = [];
    readonly ConcurrentDictionary<(long FirstSample, int Words), AlignedBuffer<short>> inputs = [];
    long bytes;

    /// <summary>The network without errors.</summary>
    internal PackedNetwork Origin => origin;

    /// <summary>Bytes that are kept.</summary>
    internal long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Brings a block's planes back, if they were kept.</summary>
    internal bool TryRead(long firstSample, PlaneMap map)
    {
        if (!maps.TryGetValue((firstSample, map.Words), out var kept))
            return false;
        kept.CopyTo(map.Bits);
        return true;
    }

    /// <summary>Keeps a block's planes, while there is room.</summary>
    internal void Keep(long firstSample, PlaneMap map)
    {
        var size = (long)map.Bits.Length * sizeof(ulong);
        if (!Reserve(size) || !maps.TryAdd((firstSample, map.Words), map.Bits.ToArray()))
            Interlocked.Add(ref bytes, -size);
    }

    /// <summary>Lets a block's inputs be read where they were kept, if they were.</summary>
    internal bool TryRead(long firstSample, ByteColumns columns)
    {
        if (!inputs.TryGetValue((firstSample, columns.Words), out var kept))
            return false;
        columns.Read(kept);
        return true;
    }

    /// <summary>Keeps a block's inputs, while there is room: it takes them over from the columns, which go on reading them.</summary>
    internal void Keep(long firstSample, ByteColumns columns)
    {
        var size = columns.Values.Length * sizeof(short);
        if (Reserve(size) && inputs.TryAdd((firstSample, columns.Words), columns.Values))
            columns.GiveAway();
        else
            Interlocked.Add(ref bytes, -size);
    }

    bool Reserve(long size) => Interlocked.Add(ref bytes, size) <= mostBytes;
}
