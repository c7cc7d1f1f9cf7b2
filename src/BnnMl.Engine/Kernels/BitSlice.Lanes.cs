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

    static void Count<TLanes, TVector>(in SliceUnits units)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        switch ((units.IsFirst, units.IsLast))
        {
            case (true, true):
                Count<TLanes, TVector, OnlySegment>(units);
                break;
            case (true, false):
                Count<TLanes, TVector, FirstSegment>(units);
                break;
            case (false, false):
                Count<TLanes, TVector, MiddleSegment>(units);
                break;
            case (false, true):
                Count<TLanes, TVector, LastSegment>(units);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Count<TLanes, TVector, TSegment>(in SliceUnits units)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
        where TSegment : struct, ISegment
    {
        for (var unit = 0; unit < units.Count; unit++)
        {
            if (units.SharedPlanes > 0 && unit % Sharing == 0)
                Share<TLanes, TVector>(units.Window, units.Shared + (unit / Sharing * Patterns * units.SharedPlanes), units.SharedPlanes, units.Sums);
            CountUnit<TLanes, TVector, TSegment>(units, unit);
        }
    }
}
