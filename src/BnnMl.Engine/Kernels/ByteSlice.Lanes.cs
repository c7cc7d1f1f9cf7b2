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
                TVector first = TLanes.Load(a + sample), second = TLanes.Load(b + sample), third = TLanes.Load(c + sample), fourth = TLanes.Load(d + sample), last = TLanes.Load(e + sample);
                TVector plus = TLanes.Add(first, second), minus = TLanes.Subtract(first, second), sum = TLanes.Add(third, fourth), difference = TLanes.Subtract(third, fourth);
                ShortSums.Half<TLanes, TVector>(plus, minus, sum, difference, TLanes.Subtract(TLanes.Fill(0), last), tables + sample);
                if (e != zeros) // a fifth input that is missing has a weight of 0 bits: no unit asks for its other sign
                    ShortSums.Half<TLanes, TVector>(plus, minus, sum, difference, last, tables + sample + (TableLength / 2));
            }
        }
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
