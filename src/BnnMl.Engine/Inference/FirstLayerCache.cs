using System.Collections.Concurrent;

namespace BnnMl;

/// <summary>
/// What the first layer of a network without errors makes of each block of the same samples. Chips change few of its units, whose inputs are the same for all chips; the others
/// need not be evaluated again. Safe to use from several threads.
/// </summary>
sealed class FirstLayerCache(PackedNetwork origin)
{
    const long MostBytes = 128L << 20;

    readonly ConcurrentDictionary<(long FirstSample, int Words), ulong[]> blocks = [];
    long bytes;

    /// <summary>The network without errors.</summary>
    internal PackedNetwork Origin => origin;

    /// <summary>Brings a block's planes back, if they were kept.</summary>
    internal bool TryRead(long firstSample, PlaneMap map)
    {
        if (!blocks.TryGetValue((firstSample, map.Words), out var kept))
            return false;
        kept.CopyTo(map.Bits);
        return true;
    }

    /// <summary>Keeps a block's planes, while there is room.</summary>
    internal void Keep(long firstSample, PlaneMap map)
    {
        var size = (long)map.Bits.Length * sizeof(ulong);
        if (Interlocked.Add(ref bytes, size) > MostBytes || !blocks.TryAdd((firstSample, map.Words), map.Bits.ToArray()))
            Interlocked.Add(ref bytes, -size);
    }
}
