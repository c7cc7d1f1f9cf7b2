using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Fills the panels of <see cref="SgemmPanels"/>: A panels [depth, 6], B panels [depth, 64].</summary>
static unsafe class PanelPacking
{
    /// <summary>A panel of a matrix whose rows lie along the depth: panel[k, i] = source[k · pitch + i] for i below <paramref name="rows"/>, else 0.</summary>
    internal static void Straight(float* source, nint pitch, int rows, int depth, float* panel)
    {
        for (var k = 0; k < depth; k++, source += pitch, panel += SgemmPanels.Rows)
            for (var i = 0; i < SgemmPanels.Rows; i++)
                panel[i] = i < rows ? source[i] : 0;
    }

    /// <summary>B panel of bits along the depth: panel[k, j] = ±1 for bit k of unit j, source[(k / 64) · pitch + j]. Columns beyond the units become 0.</summary>
    /// <param name="source">Words of the first of up to 64 units.</param>
    /// <param name="pitch">Units from one word to the next.</param>
    /// <param name="units">A multiple of 16, at most 64.</param>
    /// <param name="depth">Bits.</param>
    /// <param name="panel">[depth, 64].</param>
    internal static void SignRows(ulong* source, nint pitch, int units, int depth, float* panel)
    {
        new Span<float>(panel, depth * SgemmPanels.Columns).Clear();
        for (var k = 0; k < depth; k++, panel += SgemmPanels.Columns)
        {
            var words = source + ((k >> 6) * pitch);
            for (var j = 0; j < units; j += 16)
            {
                var low = Vector512.Load(words + j) >> (k & 63);
                var high = Vector512.Load(words + j + 8) >> (k & 63);
                var signs = ~Vector512.Narrow(low, high) << 31;
                (signs | Vector512.Create(1f).AsUInt32()).AsSingle().Store(panel + j);
            }
        }
    }
}
