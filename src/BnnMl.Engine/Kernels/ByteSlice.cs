using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// The layer of 8-bit inputs for 64 samples at once, a 16-bit lane each. Five inputs with weights ±1 have one of 32 sums ±a ± b ± c ± d ± e. They are computed once for all
/// units, and a unit adds one of them per five inputs: no multiplication, and one addition for five weights (the method of four Russians).
/// Inputs are q − zero point in [−255, 255], so the sum of at most 30 stays within 16 bits.
/// </summary>
static unsafe partial class ByteSlice
{
    /// <summary>Samples of a call: one word of an output plane.</summary>
    internal const int Samples = ShortSums.Lanes;

    /// <summary>Inputs whose sums one table holds.</summary>
    internal const int GroupInputs = ShortSums.GroupLength;

    /// <summary>Numbers of one table: 32 sums of 64 samples.</summary>
    internal const int TableLength = ShortSums.TableLength;

    /// <summary>Tables that stay in the first-level cache together; more inputs are added by <see cref="ShortSums"/>.</summary>
    internal const int MaxTables = ShortSums.MaxGroups;

    /// <summary>Groups of a fan-in whose tables at all places of a pooling window fit into the first-level cache: 3 × 3 inputs of one channel.</summary>
    internal const int WindowGroups = 2;

    /// <summary>Places of a pooling window.</summary>
    internal const int WindowPlaces = 4;

    /// <summary>Makes the tables of up to <see cref="MaxTables"/> groups of inputs.</summary>
    /// <param name="set">An available instruction set.</param>
    /// <param name="source">64 numbers per input, at source + offsets[i].</param>
    /// <param name="offsets">One per input; those that a last group lacks count as 0.</param>
    /// <param name="tables">[groups, 32, 64]: the sums whose bit j of the index says +1 for input j of the group.</param>
    internal static void Tabulate(InstructionSet set, short* source, ReadOnlySpan<int> offsets, short* tables)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Tabulate<ShortLanes512, Vector512<short>>(source, offsets, tables);
                break;
            case InstructionSet.Avx2:
                Tabulate<ShortLanes256, Vector256<short>>(source, offsets, tables);
                break;
            case InstructionSet.Vector128:
                Tabulate<ShortLanes128, Vector128<short>>(source, offsets, tables);
                break;
            case InstructionSet.Scalar:
                Tabulate<ShortLanes16, short>(source, offsets, tables);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    /// <summary>Whole sums at once, for fan-ins of few groups: reached[unit · pitch] = the 64 samples whose sum is at least the unit's threshold.</summary>
    internal static void Reach(InstructionSet set, short* tables, in ByteUnits units, ulong* reached, nint pitch)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Reach<ShortLanes512, Vector512<short>>(tables, units, reached, pitch);
                break;
            case InstructionSet.Avx2:
                Reach<ShortLanes256, Vector256<short>>(tables, units, reached, pitch);
                break;
            case InstructionSet.Vector128:
                Reach<ShortLanes128, Vector128<short>>(tables, units, reached, pitch);
                break;
            case InstructionSet.Scalar:
                Reach<ShortLanes16, short>(tables, units, reached, pitch);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    /// <summary>
    /// The same of a pooling window: the 64 samples whose sum at one of its places is at least the threshold, which is the greatest of the four. Tables
    /// [<see cref="WindowPlaces"/>, <see cref="WindowGroups"/>].
    /// </summary>
    internal static void ReachAny(InstructionSet set, short* tables, in ByteUnits units, ulong* reached, nint pitch)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                ReachAny<ShortLanes512, Vector512<short>>(tables, units, reached, pitch);
                break;
            case InstructionSet.Avx2:
                ReachAny<ShortLanes256, Vector256<short>>(tables, units, reached, pitch);
                break;
            case InstructionSet.Vector128:
                ReachAny<ShortLanes128, Vector128<short>>(tables, units, reached, pitch);
                break;
            case InstructionSet.Scalar:
                ReachAny<ShortLanes16, short>(tables, units, reached, pitch);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    /// <summary>Adds 16-bit sums to 32-bit ones, and begins them anew.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Widen(short* sums, int count, int* wide)
    {
        for (var i = 0; i < count; i += Vector256<short>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Load(sums + i));
            (Vector256.Load(wide + i) + low).Store(wide + i);
            (Vector256.Load(wide + i + 8) + high).Store(wide + i + 8);
            Vector256<short>.Zero.Store(sums + i);
        }
    }

    /// <summary>The 64 samples whose sum is at least the threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ulong AtLeast(int* wide, int threshold)
    {
        var (reached, least) = (0UL, Vector256.Create(threshold));
        for (var i = 0; i < Samples; i += Vector256<int>.Count)
            reached |= (ulong)Vector256.GreaterThanOrEqual(Vector256.Load(wide + i), least).ExtractMostSignificantBits() << i;
        return reached;
    }
}
