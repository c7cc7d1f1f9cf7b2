using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// Floats times ±1 without a multiplication and without any ±1 as a float: C[i, j] = Σ_d a[i, d] · s[d, j]. Four neighbouring values of a row have only 16 signed sums
/// ±a ± b ± c ± d; they are computed once, fill one vector of 16 lanes, and the four bits of a column choose among them: a look-up and an addition for four products.
/// One tile is 6×64 results. Every form adds the same numbers in the same order, so all give the same bits.
/// </summary>
static unsafe partial class SumTables
{
    /// <summary>Rows of a tile.</summary>
    internal const int Rows = 6;

    /// <summary>Columns of a tile: one word of bits.</summary>
    internal const int Columns = 64;

    /// <summary>Floats of a tile, [6, 64].</summary>
    internal const int TileLength = Rows * Columns;

    /// <summary>Values per table.</summary>
    internal const int GroupLength = 4;

    /// <summary>Floats per group of four values: the tables of six rows.</summary>
    internal const int TablesLength = Rows * 16;

    static readonly InstructionSet Form = KernelSelector.Selected;

    /// <summary>Tables that cover <paramref name="depth"/> values.</summary>
    internal static int Groups(int depth) => (depth + GroupLength - 1) / GroupLength;

    /// <summary>Tiles that cover <paramref name="rows"/> rows.</summary>
    internal static int Tiles(int rows) => (rows + Rows - 1) / Rows;

    /// <summary>One tile, in the form in use.</summary>
    /// <param name="groups">Length of the sums, in fours.</param>
    /// <param name="tables">[groups, 6, 16], of <see cref="FillRows"/> or <see cref="FillColumns"/>.</param>
    /// <param name="bits">[⌈groups / 8⌉, 64] of <see cref="TurnedBits"/>: bit d mod 32 of lane j of row d / 32 says whether s[d, j] is +1.</param>
    /// <param name="c">6 rows of 64, <paramref name="pitch"/> apart.</param>
    /// <param name="pitch">At least 64.</param>
    /// <param name="add">False: what stands in <paramref name="c"/> is overwritten.</param>
    internal static void Tile(int groups, float* tables, uint* bits, float* c, nint pitch = Columns, bool add = false)
    {
        if (Form == InstructionSet.Avx512)
            TileAvx512(groups, tables, bits, c, pitch, add);
        else if (Form == InstructionSet.Avx2)
            TileAvx2(groups, tables, bits, c, pitch, add);
        else
            TileScalar(groups, tables, bits, c, pitch, add);
    }

    /// <summary>The definition.</summary>
    internal static void TileScalar(int groups, float* tables, uint* bits, float* c, nint pitch, bool add)
    {
        for (var i = 0; i < Rows; i++, tables += 16, c += pitch)
            for (var j = 0; j < Columns; j++)
            {
                var sum = add ? c[j] : 0;
                for (var group = 0; group < groups; group++)
                    sum += tables[(group * TablesLength) + (int)((bits[(group / 8 * Columns) + j] >> (4 * (group & 7))) & 15)];
                c[j] = sum;
            }
    }

    /// <summary>
    /// One row of tables against columns that differ from unit to unit: of every window of a pooled map only one of four places counts, and which one is the unit's own affair. Bits of
    /// the four places lie in four planes; the masks say from which plane a window's bits are taken. A quarter of the sums that the whole map would need.
    /// </summary>
    /// <param name="groups">Windows, in fours.</param>
    /// <param name="tables">The row's first table; the next is <see cref="TablesLength"/> further.</param>
    /// <param name="masks">[⌈groups / 8⌉, 4] words, <paramref name="maskPitch"/> apart: bit w mod 32 is 1 where place i won in window w.</param>
    /// <param name="maskPitch">From one word to the next.</param>
    /// <param name="lanes">[words, 4, ⌈groups / 8⌉, 64] of <see cref="TurnedBits"/>.</param>
    /// <param name="words">Times 64 columns.</param>
    /// <param name="c">64 sums per word, <see cref="TileLength"/> apart: added to.</param>
    internal static void AddWindows(int groups, float* tables, uint* masks, nint maskPitch, uint* lanes, int words, float* c)
    {
        if (Form == InstructionSet.Avx512)
            AddWindowsAvx512(groups, tables, masks, maskPitch, lanes, words, c);
        else if (Form == InstructionSet.Avx2)
            AddWindowsAvx2(groups, tables, masks, maskPitch, lanes, words, c);
        else
            AddWindowsScalar(groups, tables, masks, maskPitch, lanes, words, c);
    }

    /// <summary>The definition.</summary>
    internal static void AddWindowsScalar(int groups, float* tables, uint* masks, nint maskPitch, uint* lanes, int words, float* c)
    {
        var plane = (groups + 7) / 8 * Columns;
        for (var word = 0; word < words; word++, lanes += 4 * plane, c += TileLength)
            for (var j = 0; j < Columns; j++)
                for (var group = 0; group < groups; group++)
                {
                    uint* mask = masks + (group / 8 * 4 * maskPitch), lane = lanes + (group / 8 * Columns) + j;
                    var bits = (lane[0] & mask[0]) | (lane[plane] & mask[maskPitch]) | (lane[2 * plane] & mask[2 * maskPitch]) | (lane[3 * plane] & mask[3 * maskPitch]);
                    c[j] += tables[(group * TablesLength) + (int)((bits >> (4 * (group & 7))) & 15)];
                }
    }

    /// <summary>Tables of up to 6 rows that are contiguous along the depth: a[i, d] = source[i · pitch + d]. Rows and values beyond are 0.</summary>
    internal static void FillRows(float* source, nint pitch, int rows, int depth, float* tables)
    {
        for (var i = 0; i < Rows; i++, source += pitch)
            Fill(source, 1, GroupLength, i < rows ? depth : 0, Groups(depth), tables + (i * 16));
    }

    /// <summary>Tables of up to 6 columns of a matrix whose rows lie along the depth: a[i, d] = source[d · pitch + i]. Rows and values beyond are 0.</summary>
    internal static void FillColumns(float* source, nint pitch, int rows, int depth, float* tables)
    {
        for (var i = 0; i < Rows; i++)
            Fill(source + i, pitch, GroupLength * pitch, i < rows ? depth : 0, Groups(depth), tables + (i * 16));
    }

    /// <summary>One row's tables. Entry e is (±a ± b) + (±c ± d), with + where bit 0, 1, 2, 3 of e is 1. Products with ±1 are exact.</summary>
    static void Fill(float* values, nint step, nint step4, int depth, int groups, float* table)
    {
        Vector512<float> bit0 = Bit0, bit1 = Bit1, bit2 = Bit2, bit3 = Bit3;
        for (; depth >= GroupLength; depth -= GroupLength, groups--, values += step4, table += TablesLength)
            (((bit0 * values[0]) + (bit1 * values[step])) + ((bit2 * values[2 * step]) + (bit3 * values[3 * step]))).Store(table);
        for (; groups > 0; groups--, depth = 0, table += TablesLength)
        {
            var (a, b, c) = (depth > 0 ? values[0] : 0, depth > 1 ? values[step] : 0, depth > 2 ? values[2 * step] : 0);
            (((bit0 * a) + (bit1 * b)) + ((bit2 * c) + (bit3 * 0f))).Store(table);
        }
    }

    static Vector512<float> Bit0 => Vector512.Create(-1f, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1);

    static Vector512<float> Bit1 => Vector512.Create(-1f, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1);

    static Vector512<float> Bit2 => Vector512.Create(-1f, -1, -1, -1, 1, 1, 1, 1, -1, -1, -1, -1, 1, 1, 1, 1);

    static Vector512<float> Bit3 => Vector512.Create(-1f, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1);
}
