namespace BnnMl;

/// <summary>
/// Single-precision matrix products on packed panels: one tile of 12×32 results, C[i, j] = Σ_k A[k, i] · B[k, j]. Whoever packs the panels decides what the matrices
/// are: floats, bits as ±1, bytes, patches of a map; no such matrix ever exists as a whole.
/// </summary>
static unsafe partial class SgemmPanels
{
    /// <summary>Rows of a tile: a panel of A is [depth, 12].</summary>
    internal const int Rows = 12;

    /// <summary>Columns of a tile: a panel of B is [depth, 32].</summary>
    internal const int Columns = 32;

    /// <summary>Floats of a tile, [12, 32].</summary>
    internal const int TileLength = Rows * Columns;

    /// <summary>Depth at which a panel of B (32 KiB) still leaves room in the caches for what is packed against it.</summary>
    internal const int MaxDepth = 256;

    static readonly InstructionSet Form = KernelSelector.SelectedPortable;

    /// <summary>The form in use. All give the same bits: each result is one chain of fused multiply-adds in the order of the depth, rounded once each.</summary>
    /// <param name="depth">Length of the sums.</param>
    /// <param name="a">[depth, 12].</param>
    /// <param name="b">[depth, 32].</param>
    /// <param name="c">12 rows of 32, <paramref name="pitch"/> apart.</param>
    /// <param name="pitch">At least 32.</param>
    /// <param name="add">False: what stands in <paramref name="c"/> is overwritten.</param>
    internal static void Tile(int depth, float* a, float* b, float* c, nint pitch = Columns, bool add = false)
    {
        if (Form == InstructionSet.Avx512)
            TileVector512(depth, a, b, c, pitch, add);
        else if (Form == InstructionSet.Avx2)
            TileVector256(depth, a, b, c, pitch, add);
        else
            TileScalar(depth, a, b, c, pitch, add);
    }

    /// <summary>The definition.</summary>
    internal static void TileScalar(int depth, float* a, float* b, float* c, nint pitch, bool add)
    {
        for (var i = 0; i < Rows; i++, c += pitch)
            for (var j = 0; j < Columns; j++)
            {
                var sum = add ? c[j] : 0;
                for (var k = 0; k < depth; k++)
                    sum = MathF.FusedMultiplyAdd(a[(k * Rows) + i], b[(k * Columns) + j], sum);
                c[j] = sum;
            }
    }
}
