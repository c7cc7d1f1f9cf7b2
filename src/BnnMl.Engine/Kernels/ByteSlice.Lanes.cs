using System.Runtime.CompilerServices;

namespace BnnMl;

/// <summary>The one description of the kernels, for any width of vector.</summary>
static unsafe partial class ByteSlice
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tabulate<TLanes, TVector>(short* source, ReadOnlySpan<int> offsets, short* tables)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        var zeros = stackalloc short[Samples];
        new Span<short>(zeros, Samples).Clear();
        for (var i = 0; i < offsets.Length; i += GroupInputs, tables += TableLength)
        {
            short* a = source + offsets[i], b = i + 1 < offsets.Length ? source + offsets[i + 1] : zeros;
            short* c = i + 2 < offsets.Length ? source + offsets[i + 2] : zeros, d = i + 3 < offsets.Length ? source + offsets[i + 3] : zeros;
            var e = i + 4 < offsets.Length ? source + offsets[i + 4] : zeros;
            for (var sample = 0; sample < Samples; sample += TLanes.Count)
            {
                TVector last = TLanes.Load(e + sample), third = TLanes.Load(c + sample), fourth = TLanes.Load(d + sample);
                Table<TLanes, TVector>(TLanes.Load(a + sample), TLanes.Load(b + sample), TLanes.Subtract(third, last), TLanes.Add(third, last), fourth, tables + sample);
                if (e != zeros) // a fifth input that is missing has a weight of 0 bits: no unit asks for its other sign
                    Table<TLanes, TVector>(TLanes.Load(a + sample), TLanes.Load(b + sample), TLanes.Add(third, last), TLanes.Subtract(third, last), fourth, tables + sample + (16 * Samples));
            }
        }
    }

    /// <summary>Sixteen sums of a vector of samples: ±a ± b + (plus or −minus) ± d. With c ± e for plus and c ∓ e for minus that is ±a ± b ± c ± d and one sign of e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Table<TLanes, TVector>(TVector a, TVector b, TVector plus, TVector minus, TVector d, short* table)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        TVector both = TLanes.Add(a, b), first = TLanes.Subtract(a, b), second = TLanes.Subtract(b, a), none = TLanes.Subtract(TLanes.Fill(0), both);
        Row<TLanes, TVector>(none, first, second, both, TLanes.Subtract(TLanes.Fill(0), TLanes.Add(minus, d)), table);
        Row<TLanes, TVector>(none, first, second, both, TLanes.Subtract(plus, d), table + (4 * Samples));
        Row<TLanes, TVector>(none, first, second, both, TLanes.Subtract(d, minus), table + (8 * Samples));
        Row<TLanes, TVector>(none, first, second, both, TLanes.Add(plus, d), table + (12 * Samples));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Row<TLanes, TVector>(TVector none, TVector first, TVector second, TVector both, TVector others, short* table)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        TLanes.Store(TLanes.Add(none, others), table);
        TLanes.Store(TLanes.Add(first, others), table + Samples);
        TLanes.Store(TLanes.Add(second, others), table + (2 * Samples));
        TLanes.Store(TLanes.Add(both, others), table + (3 * Samples));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Reach<TLanes, TVector>(short* tables, in ByteUnits units, ulong* reached, nint pitch)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        var (groups, count) = (units.Groups, units.Count);
        ushort* entries = units.Entries;
        short* thresholds = units.Thresholds;
        for (var unit = 0; unit < count; unit++, reached += pitch, entries += groups)
        {
            var threshold = TLanes.Fill(thresholds[unit]);
            var word = 0UL;
            for (var sample = 0; sample < Samples; sample += 2 * TLanes.Count)
            {
                var (even, odd) = (TLanes.Load(tables + sample + entries[0]), TLanes.Load(tables + sample + entries[0] + TLanes.Count));
                Sum<TLanes, TVector>(tables + sample, entries + 1, groups - 1, ref even, ref odd);
                word |= (TLanes.AtLeast(even, threshold) << sample) | (TLanes.AtLeast(odd, threshold) << (sample + TLanes.Count));
            }

            *reached = word;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ReachAny<TLanes, TVector>(short* tables, in ByteUnits units, ulong* reached, nint pitch)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        var count = units.Count;
        ushort* entries = units.Entries;
        short* thresholds = units.Thresholds;
        for (var unit = 0; unit < count; unit++, reached += pitch, entries += WindowGroups)
        {
            var threshold = TLanes.Fill(thresholds[unit]);
            var word = 0UL;
            short* first = tables + entries[0], second = tables + entries[1];
            for (var sample = 0; sample < Samples; sample += TLanes.Count, first += TLanes.Count, second += TLanes.Count)
            {
                var upper = TLanes.Max(Pair<TLanes, TVector>(first, second, 0), Pair<TLanes, TVector>(first, second, 1));
                var lower = TLanes.Max(Pair<TLanes, TVector>(first, second, 2), Pair<TLanes, TVector>(first, second, 3));
                word |= TLanes.AtLeast(TLanes.Max(upper, lower), threshold) << sample;
            }

            *reached = word;
        }
    }

    /// <summary>The sum at one of the four places of a window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Pair<TLanes, TVector>(short* first, short* second, int place)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged =>
        TLanes.Add(TLanes.Load(first + (place * WindowGroups * TableLength)), TLanes.Load(second + (place * WindowGroups * TableLength)));

    /// <summary>Two vectors at a time share each look at an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Sum<TLanes, TVector>(short* tables, ushort* entries, int groups, ref TVector even, ref TVector odd)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        for (var group = 0; group < groups; group++)
        {
            var table = tables + entries[group];
            even = TLanes.Add(even, TLanes.Load(table));
            odd = TLanes.Add(odd, TLanes.Load(table + TLanes.Count));
        }
    }
}
