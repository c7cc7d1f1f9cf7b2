using System.Runtime.CompilerServices;

namespace BnnMl;

/// <summary>
/// Adding planes to a number of planes. A tree of full adders takes 64 planes at a time: each halves what is left, so a plane costs one full adder in all.
/// Offsets are constants after inlining, and the tree's registers are locals: the loop is loads and adders and nothing else.
/// </summary>
static unsafe partial class BitSlice
{
    /// <summary>Adds the planes at window + entries[i], a multiple of <see cref="Group"/>, to a number of <paramref name="levels"/> planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Add<TLanes, TVector>(ulong* window, ushort* entries, int count, ulong* number, int levels)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var words = TLanes.Words;
        var high = number + (LowLevels * words);
        TVector ones = TLanes.Load(number), twos = TLanes.Load(number + words), fours = TLanes.Load(number + (2 * words));
        TVector eights = TLanes.Load(number + (3 * words)), sixteens = TLanes.Load(number + (4 * words)), thirtyTwos = TLanes.Load(number + (5 * words));
        for (; count >= 64; count -= 64, entries += 64)
            Carry<TLanes, TVector>(Add64<TLanes, TVector>(window, entries, 0, ref ones, ref twos, ref fours, ref eights, ref sixteens, ref thirtyTwos), high, levels - LowLevels);
        var carry = AddRest<TLanes, TVector>(window, entries, count, ref ones, ref twos, ref fours, ref eights, ref sixteens, ref thirtyTwos);
        Carry<TLanes, TVector>(carry, high, levels - LowLevels);
        TLanes.Store(ones, number);
        TLanes.Store(twos, number + words);
        TLanes.Store(fours, number + (2 * words));
        TLanes.Store(eights, number + (3 * words));
        TLanes.Store(sixteens, number + (4 * words));
        TLanes.Store(thirtyTwos, number + (5 * words));
    }

    /// <summary>Adds 0, 16, 32 or 48 planes; returns the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector AddRest<TLanes, TVector>(ulong* window, ushort* entries, int count, ref TVector ones, ref TVector twos, ref TVector fours, ref TVector eights, ref TVector sixteens, ref TVector thirtyTwos)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var carry = TLanes.Fill(0);
        if ((count & 16) != 0)
        {
            carry = HalfAdd<TLanes, TVector>(ref sixteens, Add16<TLanes, TVector>(window, entries, 0, ref ones, ref twos, ref fours, ref eights));
            entries += 16;
        }

        return (count & 32) != 0
            ? TLanes.FullAdd(ref thirtyTwos, carry, Add32<TLanes, TVector>(window, entries, 0, ref ones, ref twos, ref fours, ref eights, ref sixteens))
            : HalfAdd<TLanes, TVector>(ref thirtyTwos, carry);
    }

    /// <summary>Adds a carry to the levels in memory. None comes out of the last: the number is wide enough.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Carry<TLanes, TVector>(TVector carry, ulong* levels, int count)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        for (; count > 0; count--, levels += TLanes.Words)
        {
            var level = TLanes.Load(levels);
            carry = HalfAdd<TLanes, TVector>(ref level, carry);
            TLanes.Store(level, levels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector HalfAdd<TLanes, TVector>(ref TVector sum, TVector a)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var carry = TLanes.And(sum, a);
        sum = TLanes.Xor(sum, a);
        return carry;
    }

    /// <summary>Adds two planes to the ones; returns the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Add2<TLanes, TVector>(ulong* window, ushort* entries, int at, ref TVector ones)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged =>
        TLanes.FullAdd(ref ones, TLanes.Load(window + entries[at]), TLanes.Load(window + entries[at + 1]));

    /// <summary>Adds 4 planes to the ones and twos; returns the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Add4<TLanes, TVector>(ulong* window, ushort* entries, int at, ref TVector ones, ref TVector twos)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var first = Add2<TLanes, TVector>(window, entries, at, ref ones);
        var second = Add2<TLanes, TVector>(window, entries, at + 2, ref ones);
        return TLanes.FullAdd(ref twos, first, second);
    }

    /// <summary>Adds 8 planes to the ones … fours; returns the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Add8<TLanes, TVector>(ulong* window, ushort* entries, int at, ref TVector ones, ref TVector twos, ref TVector fours)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var first = Add4<TLanes, TVector>(window, entries, at, ref ones, ref twos);
        var second = Add4<TLanes, TVector>(window, entries, at + 4, ref ones, ref twos);
        return TLanes.FullAdd(ref fours, first, second);
    }

    /// <summary>Adds 16 planes to the ones … eights; returns the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Add16<TLanes, TVector>(ulong* window, ushort* entries, int at, ref TVector ones, ref TVector twos, ref TVector fours, ref TVector eights)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var first = Add8<TLanes, TVector>(window, entries, at, ref ones, ref twos, ref fours);
        var second = Add8<TLanes, TVector>(window, entries, at + 8, ref ones, ref twos, ref fours);
        return TLanes.FullAdd(ref eights, first, second);
    }

    /// <summary>Adds 32 planes to the ones … sixteens; returns the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Add32<TLanes, TVector>(ulong* window, ushort* entries, int at, ref TVector ones, ref TVector twos, ref TVector fours, ref TVector eights, ref TVector sixteens)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var first = Add16<TLanes, TVector>(window, entries, at, ref ones, ref twos, ref fours, ref eights);
        var second = Add16<TLanes, TVector>(window, entries, at + 16, ref ones, ref twos, ref fours, ref eights);
        return TLanes.FullAdd(ref sixteens, first, second);
    }

    /// <summary>Adds 64 planes to the ones … thirtyTwos; returns the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Add64<TLanes, TVector>(ulong* window, ushort* entries, int at, ref TVector ones, ref TVector twos, ref TVector fours, ref TVector eights, ref TVector sixteens, ref TVector thirtyTwos)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
    {
        var first = Add32<TLanes, TVector>(window, entries, at, ref ones, ref twos, ref fours, ref eights, ref sixteens);
        var second = Add32<TLanes, TVector>(window, entries, at + 32, ref ones, ref twos, ref fours, ref eights, ref sixteens);
        return TLanes.FullAdd(ref thirtyTwos, first, second);
    }
}
