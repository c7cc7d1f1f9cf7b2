using System.Runtime.CompilerServices;

namespace BnnMl;

/// <summary>The one description of the kernels, for any width of vector.</summary>
static unsafe partial class BitSlice
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Gather<TLanes, TVector>(ulong* source, ReadOnlySpan<int> offsets, ulong* window)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        foreach (var offset in offsets)
        {
            TLanes.Store(TLanes.Load(source + offset), window);
            window += TLanes.Words;
        }

        for (var rest = offsets.Length; rest == offsets.Length || rest % Group != 0; rest++, window += TLanes.Words)
            TLanes.Store(TLanes.Fill(0), window);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Total<TLanes, TVector>(in SliceUnits units, ReadOnlySpan<ushort> all, int offset)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        for (var level = 0; offset >= 0 && level <= units.Levels; level++)
            TLanes.Store(TLanes.Fill(-((offset >> level) & 1)), units.Total + (level * TLanes.Words));
        fixed (ushort* entries = all)
            Add<TLanes, TVector>(units.Window, entries, all.Length, units.Total, units.Levels + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Count<TLanes, TVector>(in SliceUnits units)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        for (var unit = 0; unit < units.Count; unit++)
        {
            ulong* number = units.Counters + ((nint)unit * units.Levels * TLanes.Words);
            int* masks = units.Constants + (unit * units.ConstantPitch);
            for (var level = 0; units.IsFirst && level < units.Levels; level++)
                TLanes.Store(TLanes.Fill(masks[level]), number + (level * TLanes.Words));
            Add<TLanes, TVector>(units.Window, units.Entries + units.Starts[unit], units.Starts[unit + 1] - units.Starts[unit], number, units.Levels);
            if (units.IsLast)
                Compare<TLanes, TVector>(units, masks + units.Levels, number, units.Reached + ((nint)unit * TLanes.Words));
        }
    }

    /// <summary>Bits of 2·count + r ≥ total by the borrow of the difference, from the lowest bit up; then inverted where the unit counts its −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Compare<TLanes, TVector>(in SliceUnits units, int* constants, ulong* counters, ulong* reached)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var total = units.Total;
        var borrow = TLanes.And(TLanes.Load(total), TLanes.Fill(~constants[0]));
        for (var level = 0; level < units.Levels; level++)
        {
            total += TLanes.Words;
            borrow = TLanes.Borrow(TLanes.Load(counters), TLanes.Load(total), borrow);
            counters += TLanes.Words;
        }

        TLanes.Store(TLanes.Xor(borrow, TLanes.Fill(~constants[1])), reached);
    }
}
