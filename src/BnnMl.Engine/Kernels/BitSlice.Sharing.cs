using System.Runtime.CompilerServices;

namespace BnnMl;

/// <summary>
/// Three units share their additions. An input has one of eight patterns: for which of the three it counts. The planes of each of the seven patterns that count are added once,
/// and a unit adds four of these sums: K inputs cost 7/8·K full adders for
/// three units, where each for itself would take K/2 (the idea of the four Russians: Arlazarov, Dinic, Kronrod and Faradzev, 1970).
/// Of each pattern a fixed number of planes is added this way, by a tree without branches; the unit adds those beyond to its own count.
/// </summary>
static unsafe partial class BitSlice
{
    /// <summary>Units that share.</summary>
    internal const int Sharing = 3;

    /// <summary>Patterns of an input that counts for one of them at least; pattern p counts for unit i where bit i of p is 1, and its sum is number p − 1.</summary>
    internal const int Patterns = (1 << Sharing) - 1;

    /// <summary>Most planes that a pattern's sum adds: as many as its <see cref="LowLevels"/> bits can count.</summary>
    internal const int MostShared = (1 << LowLevels) - 1;

    /// <summary>The planes that it adds in short segments.</summary>
    internal const int FewShared = MostShared / 2;

    /// <summary>The sums of three units' patterns: [<see cref="Patterns"/>, <see cref="LowLevels"/>] planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Share<TLanes, TVector>(ulong* window, ushort* entries, int shared, ulong* sums)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var words = TLanes.Words;
        for (var pattern = 0; pattern < Patterns; pattern++, entries += shared, sums += LowLevels * words)
        {
            var ones = TLanes.Load(window + entries[0]);
            var twos = Add2<TLanes, TVector>(window, entries, 1, ref ones);
            var fours = Add4<TLanes, TVector>(window, entries, 3, ref ones, ref twos);
            var eights = Add8<TLanes, TVector>(window, entries, 7, ref ones, ref twos, ref fours);
            var sixteens = Add16<TLanes, TVector>(window, entries, 15, ref ones, ref twos, ref fours, ref eights);
            var thirtyTwos = TLanes.Fill(0);
            if (shared == MostShared)
                thirtyTwos = Add32<TLanes, TVector>(window, entries, 31, ref ones, ref twos, ref fours, ref eights, ref sixteens);
            TLanes.Store(ones, sums);
            TLanes.Store(twos, sums + words);
            TLanes.Store(fours, sums + (2 * words));
            TLanes.Store(eights, sums + (3 * words));
            TLanes.Store(sixteens, sums + (4 * words));
            TLanes.Store(thirtyTwos, sums + (5 * words));
        }
    }

    /// <summary>Adds the four sums that a unit has a part in to the low levels of its count; leaves four carries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddSums<TLanes, TVector>(
        ulong* sums,
        int unit,
        ref TVector first,
        ref TVector second,
        ref TVector both,
        ref TVector all,
        ref TVector ones,
        ref TVector twos,
        ref TVector fours,
        ref TVector eights,
        ref TVector sixteens,
        ref TVector thirtyTwos)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var (words, pitch) = (TLanes.Words, LowLevels * TLanes.Words); // numbers 0 2 4 6, 1 2 5 6 or 3 4 5 6: patterns 1 3 5 7, 2 3 6 7, 4 5 6 7
        ulong* a = sums + ((unit == 2 ? 3 : unit) * pitch), b = sums + ((unit == 2 ? 4 : 2) * pitch), c = sums + ((unit == 0 ? 4 : 5) * pitch), d = sums + (6 * pitch);
        AddLevel<TLanes, TVector>(a, b, c, d, ref first, ref second, ref both, ref all, ref ones);
        AddLevel<TLanes, TVector>(a + words, b + words, c + words, d + words, ref first, ref second, ref both, ref all, ref twos);
        AddLevel<TLanes, TVector>(a + (2 * words), b + (2 * words), c + (2 * words), d + (2 * words), ref first, ref second, ref both, ref all, ref fours);
        AddLevel<TLanes, TVector>(a + (3 * words), b + (3 * words), c + (3 * words), d + (3 * words), ref first, ref second, ref both, ref all, ref eights);
        AddLevel<TLanes, TVector>(a + (4 * words), b + (4 * words), c + (4 * words), d + (4 * words), ref first, ref second, ref both, ref all, ref sixteens);
        AddLevel<TLanes, TVector>(a + (5 * words), b + (5 * words), c + (5 * words), d + (5 * words), ref first, ref second, ref both, ref all, ref thirtyTwos);
    }

    /// <summary>One level of ((a + b) + (c + d)) + sum, with the four carries from the level below to the one above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddLevel<TLanes, TVector>(ulong* a, ulong* b, ulong* c, ulong* d, ref TVector first, ref TVector second, ref TVector both, ref TVector all, ref TVector sum)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var (left, right) = (first, second);
        first = TLanes.FullAdd(ref left, TLanes.Load(a), TLanes.Load(b));
        second = TLanes.FullAdd(ref right, TLanes.Load(c), TLanes.Load(d));
        var more = both;
        both = TLanes.FullAdd(ref more, left, right);
        all = TLanes.FullAdd(ref sum, more, all);
    }
}
