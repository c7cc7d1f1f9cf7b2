namespace BnnMl;

/// <summary>
/// Single-precision matrix products of the first layer, whose inputs are numbers: one tile of 6×64 results, C[i, j] = Σ_k A[k, i] · B[k, j]. The
/// matrices are read where they lie.
/// </summary>
static unsafe partial class SgemmPanels
{
    /// <summary>Rows of a tile.</summary>
    internal const int Rows = 6;

    /// <summary>Columns of a tile.</summary>
    internal const int Columns = 64;

    /// <summary>Tiles that cover <paramref name="rows"/> rows.</summary>
    internal static int Tiles(int rows) => (rows + Rows - 1) / Rows;

    static readonly InstructionSet Form = KernelSelector.SelectedPortable;

    /// <summary>The form in use. All give the same bits: each result is one chain of fused multiply-adds in the order of the depth, rounded once each.</summary>
    /// <param name="depth">Length of the sums.</param>
    /// <param name="a">A[k, i] is at k · <paramref name="aStep"/> + i · <paramref name="aRow"/>.</param>
    /// <param name="aStep">From one k to the next.</param>
    /// <param name="aRow">From one row to the next.</param>
    /// <param name="b">Rows of 64.</param>
    /// <param name="places">Where in <paramref name="b"/> the row of each k begins: rows that A only has zeros for can be left out of both. Where they lie less than 64 apart, what belongs to the next row gives columns that nobody reads.</param>
    /// <param name="c">6 rows of 64, <paramref name="pitch"/> apart.</param>
    /// <param name="pitch">At least 64; or 16, 32 or 48 without <paramref name="add"/>: then the columns that do not fit end up behind the last row only.</param>
    /// <param name="add">False: what stands in <paramref name="c"/> is overwritten.</param>
    internal static void Tile(int depth, float* a, nint aStep, nint aRow, float* b, int* places, float* c, nint pitch = Columns, bool add = false)
    {
        if (Form == InstructionSet.Avx512)
            TileVector512(depth, a, aStep, aRow, b, places, c, pitch, add);
        else if (Form == InstructionSet.Avx2)
            TileVector256(depth, a, aStep, aRow, b, places, c, pitch, add);
        else
            TileScalar(depth, a, aStep, aRow, b, places, c, pitch, add);
    }

    /// <summary>The definition.</summary>
    internal static void TileScalar(int depth, float* a, nint aStep, nint aRow, float* b, int* places, float* c, nint pitch, bool add)
    {
        for (var i = 0; i < Rows; i++, c += pitch)
            for (var j = 0; j < Columns; j++)
            {
                var sum = add ? c[j] : 0;
                for (var k = 0; k < depth; k++)
                    sum = MathF.FusedMultiplyAdd(a[(k * aStep) + (i * aRow)], b[places[k] + j], sum);
                c[j] = sum;
            }
    }
}
