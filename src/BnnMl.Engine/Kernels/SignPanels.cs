using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Weight bits as the ±1 floats that <see cref="SgemmPanels"/> multiplies with: those of the first convolution, which are few.</summary>
static unsafe class SignPanels
{
    /// <summary>panel[k, j] = ±1 for bit k of unit j of <see cref="WeightLanes"/>. Columns beyond the units become 0.</summary>
    /// <param name="lanes">The first of up to 64 units.</param>
    /// <param name="words">Words per unit.</param>
    /// <param name="units">A multiple of 16, at most 64.</param>
    /// <param name="depth">K.</param>
    /// <param name="panel">[depth, 64].</param>
    internal static void Fill(ulong* lanes, int words, int units, int depth, float* panel)
    {
        new Span<float>(panel, depth * SgemmPanels.Columns).Clear();
        for (var k = 0; k < depth; k++, panel += SgemmPanels.Columns)
            for (var j = 0; j < units; j += 16)
            {
                var word = lanes + (((nint)(j / WeightLanes.Width * words) + (k >> 6)) * WeightLanes.Width);
                var (low, high) = (Vector512.Load(word) >> (k & 63), Vector512.Load(word + ((nint)words * WeightLanes.Width)) >> (k & 63));
                var signs = ~Vector512.Narrow(low, high) << 31;
                (signs | Vector512.Create(1f).AsUInt32()).AsSingle().Store(panel + j);
            }
    }
}
