using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// 16-bit numbers times ±1, for 64 lanes at once: sums[row, lane] = Σ_d number[d, lane] · s[row, d]. Five neighbouring numbers of a lane have one of 32 sums ±a ± b ± c ± d ± e; they are
/// computed once for all rows, and a row adds one of them per five numbers (the method of four Russians). Thirty numbers, six tables of 4 KiB, stay in the first-level cache at a time,
/// and a row's signs for them are one word. Sums are kept modulo 2^16, so only the result needs to fit 16 bits, whatever stands in between.
/// </summary>
static unsafe partial class ShortSums
{
    /// <summary>Lanes side by side.</summary>
    internal const int Lanes = 64;

    /// <summary>Numbers whose sums one table holds.</summary>
    internal const int GroupLength = 5;

    /// <summary>Tables in use at a time.</summary>
    internal const int MaxGroups = 6;

    /// <summary>16-bit numbers of a table: 32 sums of 64 lanes.</summary>
    internal const int TableLength = (1 << GroupLength) * Lanes;

    /// <summary>Words of signs that cover <paramref name="depth"/> numbers.</summary>
    internal static int Words(int depth) => (depth + (MaxGroups * GroupLength) - 1) / (MaxGroups * GroupLength);

    /// <summary>Numbers per word, at most 30: shared out evenly in whole fives; the last word has what is left.</summary>
    internal static int Step(int depth) => ((depth + (GroupLength * Words(depth)) - 1) / (GroupLength * Words(depth))) * GroupLength;

    /// <summary>Tables for <paramref name="count"/> numbers.</summary>
    internal static int Groups(int count) => (count + GroupLength - 1) / GroupLength;

    /// <summary>Makes the tables of one word's numbers.</summary>
    /// <param name="set">An available instruction set.</param>
    /// <param name="numbers">[count, 64]; what a last group lacks counts as 0.</param>
    /// <param name="count">1 to 30.</param>
    /// <param name="pitch">From one number of a lane to the next.</param>
    /// <param name="tables">[groups, 32, 64]: the sums in which bit j of the index says + for number j of the group.</param>
    internal static void Tabulate(InstructionSet set, short* numbers, int count, nint pitch, short* tables)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Tabulate<ShortLanes512, Vector512<short>>(numbers, count, pitch, tables);
                break;
            case InstructionSet.Avx2:
                Tabulate<ShortLanes256, Vector256<short>>(numbers, count, pitch, tables);
                break;
            case InstructionSet.Vector128:
                Tabulate<ShortLanes128, Vector128<short>>(numbers, count, pitch, tables);
                break;
            case InstructionSet.Scalar:
                Tabulate<ShortLanes16, short>(numbers, count, pitch, tables);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    /// <summary>Adds one word's numbers to the sums of all rows, two rows at a time.</summary>
    /// <param name="set">An available instruction set.</param>
    /// <param name="tables">Of <see cref="Tabulate(InstructionSet, short*, int, nint, short*)"/>.</param>
    /// <param name="groups">1 to 6.</param>
    /// <param name="words">One per row: bit d is 1 where number d counts with +. An odd last row takes the word behind it along.</param>
    /// <param name="rows">Where odd, one more row of <paramref name="sums"/> is changed.</param>
    /// <param name="sums">64 per row, at any address, rows <paramref name="pitch"/> apart: added to, modulo 2^16.</param>
    /// <param name="pitch">At least 64.</param>
    internal static void Add(InstructionSet set, short* tables, int groups, uint* words, int rows, short* sums, nint pitch)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Add<ShortLanes512, Vector512<short>>(tables, groups, words, rows, sums, pitch);
                break;
            case InstructionSet.Avx2:
                Add<ShortLanes256, Vector256<short>>(tables, groups, words, rows, sums, pitch);
                break;
            case InstructionSet.Vector128:
                Add<ShortLanes128, Vector128<short>>(tables, groups, words, rows, sums, pitch);
                break;
            case InstructionSet.Scalar:
                Add<ShortLanes16, short>(tables, groups, words, rows, sums, pitch);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }
}
