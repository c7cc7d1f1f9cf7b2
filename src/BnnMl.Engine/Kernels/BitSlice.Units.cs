using System.Runtime.CompilerServices;

namespace BnnMl;

/// <summary>What one unit adds in a segment, and at the last one how its count is compared. The count's low levels stay in registers; of the others only what waits for the next segment is written.</summary>
static unsafe partial class BitSlice
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void CountUnit<TLanes, TVector, TSegment>(in SliceUnits units, int unit)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
        where TSegment : struct, ISegment
    {
        var words = TLanes.Words;
        var (begins, levels, shares) = (TSegment.Begins, units.Levels, units.SharedPlanes > 0);
        ulong* window = units.Window, total = units.Total;
        ushort* entries = units.Entries + units.Starts[unit];
        var count = units.Starts[unit + 1] - units.Starts[unit];
        int* constants = units.Constants + (unit * units.ConstantPitch);
        var number = units.Counters + (TSegment.Begins && TSegment.Ends ? 0 : (nint)unit * levels * words);
        TVector ones = Level<TLanes, TVector>(TSegment.Begins, constants, number, 0), twos = Level<TLanes, TVector>(TSegment.Begins, constants, number, 1), fours = Level<TLanes, TVector>(TSegment.Begins, constants, number, 2);
        TVector eights = Level<TLanes, TVector>(TSegment.Begins, constants, number, 3), sixteens = Level<TLanes, TVector>(TSegment.Begins, constants, number, 4), thirtyTwos = Level<TLanes, TVector>(TSegment.Begins, constants, number, 5);
        if (count >= 64)
        {
            for (var level = LowLevels; TSegment.Begins && level < levels; level++)
                TLanes.Store(TLanes.Fill(constants[level]), number + (level * words));
            begins = false;
            for (; count >= 64; count -= 64, entries += 64)
                Carry<TLanes, TVector>(Add64<TLanes, TVector>(window, entries, 0, ref ones, ref twos, ref fours, ref eights, ref sixteens, ref thirtyTwos), number + (LowLevels * words), levels - LowLevels);
        }

        var carry = AddRest<TLanes, TVector>(window, entries, count, ref ones, ref twos, ref fours, ref eights, ref sixteens, ref thirtyTwos);
        TVector a = TLanes.Fill(0), b = a, c = a, d = a;
        if (shares)
            AddSums<TLanes, TVector>(units.Sums, unit % Sharing, ref a, ref b, ref c, ref d, ref ones, ref twos, ref fours, ref eights, ref sixteens, ref thirtyTwos);
        var borrow = TLanes.And(TLanes.Load(total), TLanes.Fill(~constants[levels]));
        End<TLanes, TVector, TSegment>(total, number, 0, ones, ref borrow);
        End<TLanes, TVector, TSegment>(total, number, 1, twos, ref borrow);
        End<TLanes, TVector, TSegment>(total, number, 2, fours, ref borrow);
        End<TLanes, TVector, TSegment>(total, number, 3, eights, ref borrow);
        End<TLanes, TVector, TSegment>(total, number, 4, sixteens, ref borrow);
        End<TLanes, TVector, TSegment>(total, number, 5, thirtyTwos, ref borrow);
        var next = LowLevels;
        if (shares) // five carries leave three, three leave two, and two leave one
        {
            var sum = Level<TLanes, TVector>(begins, constants, number, LowLevels);
            a = TLanes.FullAdd(ref sum, a, b);
            c = TLanes.FullAdd(ref sum, c, d);
            carry = HalfAdd<TLanes, TVector>(ref sum, carry);
            End<TLanes, TVector, TSegment>(total, number, LowLevels, sum, ref borrow);
            sum = Level<TLanes, TVector>(begins, constants, number, LowLevels + 1);
            a = TLanes.FullAdd(ref sum, a, c);
            carry = HalfAdd<TLanes, TVector>(ref sum, carry);
            End<TLanes, TVector, TSegment>(total, number, LowLevels + 1, sum, ref borrow);
            sum = Level<TLanes, TVector>(begins, constants, number, LowLevels + 2);
            carry = TLanes.FullAdd(ref sum, a, carry);
            End<TLanes, TVector, TSegment>(total, number, LowLevels + 2, sum, ref borrow);
            next += 3;
        }

        for (; next < levels; next++)
        {
            var sum = Level<TLanes, TVector>(begins, constants, number, next);
            carry = HalfAdd<TLanes, TVector>(ref sum, carry);
            End<TLanes, TVector, TSegment>(total, number, next, sum, ref borrow);
        }

        if (TSegment.Ends)
            TLanes.Store(TLanes.Xor(borrow, TLanes.Fill(~constants[levels + 1])), units.Reached + ((nint)unit * words));
    }

    /// <summary>A level of a count that begins, or of one that waited.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Level<TLanes, TVector>(bool begins, int* constants, ulong* number, int level)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged => begins ? TLanes.Fill(constants[level]) : TLanes.Load(number + ((nint)level * TLanes.Words));

    /// <summary>A level of a count is whole: it waits for the next segment, or decides one more bit of 2·count + r ≥ total by the borrow of the difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void End<TLanes, TVector, TSegment>(ulong* total, ulong* number, int level, TVector sum, ref TVector borrow)
        where TLanes : struct, IBitLanes<TVector>
        where TVector : unmanaged
        where TSegment : struct, ISegment
    {
        if (TSegment.Ends)
            borrow = TLanes.Borrow(sum, TLanes.Load(total + ((level + 1) * TLanes.Words)), borrow);
        else
            TLanes.Store(sum, number + ((nint)level * TLanes.Words));
    }
}
