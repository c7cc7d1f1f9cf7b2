using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// Binary layers on planes: a vector holds one bit of many samples, so a unit's sum is counted for all of them at once, without xor, popcount or im2col.
/// <para>
/// With S the inputs that are 1 among those of weight +1, T those among all, n the weights +1 and K the fan-in, z = 4·S − 2·T + K − 2·n. Hence
/// z ≥ θ ⇔ 2·S + g ≥ T with g = ⌊(K − 2·n − θ) / 2⌋. T is shared by all units. Where more than half of the weights are +1, S counts those of −1 instead: S → T − S, and
/// the inequality becomes ¬(2·S − g − 1 ≥ T). g is drawn into the count: a unit begins with q instead of 0 and T with 2·Q, so that 2·(S + q) + r ≥ T + 2·Q, all non-negative.
/// </para>
/// S is a number of bit planes. Planes are added to it by carry-save adders (Harley–Seal; Muła, Kurz, Lemire, arXiv:1611.07612), 64 at a time.
/// The kernels are compiled once, optimised: a batch is too short to wait for tiers.
/// The fan-in is cut into segments whose planes fit in the first-level cache; every unit of a block counts a segment before the next one is read.
/// </summary>
static unsafe partial class BitSlice
{
    /// <summary>Entries come in groups of this many; the rest of a group is the zero plane.</summary>
    internal const int Group = 16;

    /// <summary>The whole groups that <paramref name="planes"/> planes need.</summary>
    internal static int Groups(int planes) => (planes + Group - 1) / Group * Group;

    /// <summary>The levels that a count holds in registers.</summary>
    internal const int LowLevels = 6;

    /// <summary>Words of a vector.</summary>
    internal static int VectorWords(InstructionSet set) => set switch
    {
        InstructionSet.Avx512 => BitLanes512.Words,
        InstructionSet.Avx2 => BitLanes256.Words,
        InstructionSet.Vector128 => BitLanes128.Words,
        InstructionSet.Scalar => BitLanes64.Words,
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel."),
    };

    /// <summary>Copies the planes at source + offsets[i] into the window, one after another, and behind them planes of zeros: at least one, and as many as fill a group.</summary>
    internal static void Gather(InstructionSet set, ulong* source, ReadOnlySpan<int> offsets, ulong* window)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Gather<BitLanes512, Vector512<ulong>>(source, offsets, window);
                break;
            case InstructionSet.Avx2:
                Gather<BitLanes256, Vector256<ulong>>(source, offsets, window);
                break;
            case InstructionSet.Vector128:
                Gather<BitLanes128, Vector128<ulong>>(source, offsets, window);
                break;
            case InstructionSet.Scalar:
                Gather<BitLanes64, ulong>(source, offsets, window);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    /// <summary>Adds all planes of the window to the total; at the first segment the total begins with <paramref name="offset"/>.</summary>
    /// <param name="set">An available instruction set.</param>
    /// <param name="units">Where the window and the total are.</param>
    /// <param name="all">Offsets of all planes of the window, whole groups.</param>
    /// <param name="offset">2·Q at the first segment; negative at the others.</param>
    internal static void Total(InstructionSet set, in SliceUnits units, ReadOnlySpan<ushort> all, int offset)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Total<BitLanes512, Vector512<ulong>>(units, all, offset);
                break;
            case InstructionSet.Avx2:
                Total<BitLanes256, Vector256<ulong>>(units, all, offset);
                break;
            case InstructionSet.Vector128:
                Total<BitLanes128, Vector128<ulong>>(units, all, offset);
                break;
            case InstructionSet.Scalar:
                Total<BitLanes64, ulong>(units, all, offset);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    /// <summary>Counts one segment of a block of units; at the last one compares them with the total.</summary>
    internal static void Count(InstructionSet set, in SliceUnits units)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Count<BitLanes512, Vector512<ulong>>(units);
                break;
            case InstructionSet.Avx2:
                Count<BitLanes256, Vector256<ulong>>(units);
                break;
            case InstructionSet.Vector128:
                Count<BitLanes128, Vector128<ulong>>(units);
                break;
            case InstructionSet.Scalar:
                Count<BitLanes64, ulong>(units);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }
}
