using System.Runtime.CompilerServices;

namespace BnnMl;

/// <summary>The one description of the kernels, for any width of vector.</summary>
static unsafe partial class ShortSums
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tabulate<TLanes, TVector>(short* numbers, int count, nint pitch, short* tables)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        var zeros = stackalloc short[Lanes];
        new Span<short>(zeros, Lanes).Clear();
        for (; count > 0; count -= GroupLength, numbers += GroupLength * pitch, tables += TableLength)
        {
            short* b = count > 1 ? numbers + pitch : zeros, c = count > 2 ? numbers + (2 * pitch) : zeros;
            short* d = count > 3 ? numbers + (3 * pitch) : zeros, e = count > 4 ? numbers + (4 * pitch) : zeros;
            for (var lane = 0; lane < Lanes; lane += TLanes.Count)
                Table<TLanes, TVector>(TLanes.Load(numbers + lane), TLanes.Load(b + lane), TLanes.Load(c + lane), TLanes.Load(d + lane), TLanes.Load(e + lane), tables + lane);
        }
    }

    /// <summary>The 32 sums of a vector of lanes: four of the first two numbers with each of eight of the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Table<TLanes, TVector>(TVector a, TVector b, TVector c, TVector d, TVector e, short* table)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        TVector plus = TLanes.Add(a, b), minus = TLanes.Subtract(a, b), sum = TLanes.Add(c, d), difference = TLanes.Subtract(c, d);
        Half<TLanes, TVector>(plus, minus, sum, difference, TLanes.Subtract(TLanes.Fill(0), e), table);
        Half<TLanes, TVector>(plus, minus, sum, difference, e, table + (TableLength / 2));
    }

    /// <summary>The sixteen sums with one sign of the last number: ±a ± b, told by a + b and a − b, with ±c ± d, told likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Half<TLanes, TVector>(TVector plus, TVector minus, TVector sum, TVector difference, TVector last, short* table)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        Row<TLanes, TVector>(plus, minus, TLanes.Subtract(last, sum), table);
        Row<TLanes, TVector>(plus, minus, TLanes.Add(last, difference), table + (4 * Lanes));
        Row<TLanes, TVector>(plus, minus, TLanes.Subtract(last, difference), table + (8 * Lanes));
        Row<TLanes, TVector>(plus, minus, TLanes.Add(last, sum), table + (12 * Lanes));
    }

    /// <summary>others − a − b, others + a − b, others − a + b, others + a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Row<TLanes, TVector>(TVector plus, TVector minus, TVector others, short* table)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        TLanes.Store(TLanes.Subtract(others, plus), table);
        TLanes.Store(TLanes.Add(others, minus), table + Lanes);
        TLanes.Store(TLanes.Subtract(others, minus), table + (2 * Lanes));
        TLanes.Store(TLanes.Add(others, plus), table + (3 * Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // never slow, not even in the first steps
    static void Add<TLanes, TVector>(short* tables, int groups, uint* words, int rows, short* sums, nint pitch)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        switch (groups)
        {
            case 1:
                Rows<TLanes, TVector>(tables, 1, words, rows, sums, pitch);
                break;
            case 2:
                Rows<TLanes, TVector>(tables, 2, words, rows, sums, pitch);
                break;
            case 3:
                Rows<TLanes, TVector>(tables, 3, words, rows, sums, pitch);
                break;
            case 4:
                Rows<TLanes, TVector>(tables, 4, words, rows, sums, pitch);
                break;
            case 5:
                Rows<TLanes, TVector>(tables, 5, words, rows, sums, pitch);
                break;
            case 6:
                Rows<TLanes, TVector>(tables, 6, words, rows, sums, pitch);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(groups), groups, "1 to 6 tables.");
        }
    }

    /// <summary>Two vectors of two rows at a time stay in registers. The number of groups is a constant where this is inlined, so no branch is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Rows<TLanes, TVector>(short* tables, int groups, uint* words, int rows, short* sums, nint pitch)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        for (var lane = 0; lane < Lanes; lane += 2 * TLanes.Count)
        {
            var word = words;
            short* near = sums + lane, table = tables + lane;
            for (var left = rows; left > 0; left -= 2, word += 2, near += 2 * pitch)
            {
                var far = near + pitch;
                TVector p = TLanes.Load(near), q = TLanes.Load(near + TLanes.Count), r = TLanes.Load(far), s = TLanes.Load(far + TLanes.Count);
                uint first = word[0], second = word[1];
                Step<TLanes, TVector>(table, first << 7, second << 7, ref p, ref q, ref r, ref s);
                if (groups > 1)
                    Step<TLanes, TVector>(table + TableLength, first << 2, second << 2, ref p, ref q, ref r, ref s);
                if (groups > 2)
                    Step<TLanes, TVector>(table + (2 * TableLength), first >> 3, second >> 3, ref p, ref q, ref r, ref s);
                if (groups > 3)
                    Step<TLanes, TVector>(table + (3 * TableLength), first >> 8, second >> 8, ref p, ref q, ref r, ref s);
                if (groups > 4)
                    Step<TLanes, TVector>(table + (4 * TableLength), first >> 13, second >> 13, ref p, ref q, ref r, ref s);
                if (groups > 5)
                    Step<TLanes, TVector>(table + (5 * TableLength), first >> 18, second >> 18, ref p, ref q, ref r, ref s);
                TLanes.Store(p, near);
                TLanes.Store(q, near + TLanes.Count);
                TLanes.Store(r, far);
                TLanes.Store(s, far + TLanes.Count);
            }
        }
    }

    /// <summary>Bits 7 to 11 of a shifted word are the index of the sum, 128 bytes each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Step<TLanes, TVector>(short* table, uint first, uint second, ref TVector p, ref TVector q, ref TVector r, ref TVector s)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        const uint Index = ((1u << GroupLength) - 1) << 7;
        short* a = (short*)((byte*)table + (first & Index)), b = (short*)((byte*)table + (second & Index));
        p = TLanes.Add(p, TLanes.Load(a));
        q = TLanes.Add(q, TLanes.Load(a + TLanes.Count));
        r = TLanes.Add(r, TLanes.Load(b));
        s = TLanes.Add(s, TLanes.Load(b + TLanes.Count));
    }
}
