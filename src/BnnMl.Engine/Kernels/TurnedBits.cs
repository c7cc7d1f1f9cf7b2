using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Bits turned so that <see cref="SumTables"/> finds them: a lane per column, along it the bits of 32 rows.</summary>
static unsafe class TurnedBits
{
    /// <summary>Lanes' rows that cover <paramref name="depth"/> bits.</summary>
    internal static int Words(int depth) => (depth + 31) / 32;

    /// <summary>Turns rows of 64 bits: bit r mod 32 of lanes[r / 32 · 64 + j] is bit j of row r, source[r / 8 · <paramref name="pitch8"/> + r mod 8 · <paramref name="pitch"/>]. Rows beyond are 0.</summary>
    /// <param name="source">The first word.</param>
    /// <param name="pitch">From one row's word to the next's.</param>
    /// <param name="pitch8">From eight rows to the next eight.</param>
    /// <param name="rows">Words to turn.</param>
    /// <param name="lanes">[⌈rows / 32⌉, 64].</param>
    internal static void Turn(ulong* source, nint pitch, nint pitch8, int rows, uint* lanes)
    {
        var select = Vector512.Create(1u, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        for (; rows > 0; rows -= 32, lanes += 64)
        {
            Vector512<uint> p = default, q = default, r = default, s = default;
            for (var i = 0; i < Math.Min(rows, 32); i++, source += (i & 7) == 0 ? pitch8 - (7 * pitch) : pitch)
            {
                var (word, bit) = (*source, Vector512.Create(1u << i));
                p |= Vector512.Equals(Vector512.Create((uint)word) & select, select) & bit;
                q |= Vector512.Equals(Vector512.Create((uint)(word >> 16)) & select, select) & bit;
                r |= Vector512.Equals(Vector512.Create((uint)(word >> 32)) & select, select) & bit;
                s |= Vector512.Equals(Vector512.Create((uint)(word >> 48)) & select, select) & bit;
            }

            p.Store(lanes);
            q.Store(lanes + 16);
            r.Store(lanes + 32);
            s.Store(lanes + 48);
        }
    }

    /// <summary>Splits words whose bits run along the depth already: lanes[(2·w + half) · 64 + j] is half of word w of unit j.</summary>
    /// <param name="weights">The first of up to 64 units of <see cref="WeightLanes"/>.</param>
    /// <param name="words">Words per unit.</param>
    /// <param name="units">Units there are; lanes beyond them are 0.</param>
    /// <param name="lanes">[2 · words, 64].</param>
    internal static void Split(ulong* weights, int words, int units, uint* lanes)
    {
        for (var w = 0; w < words; w++, lanes += 128)
            for (var j = 0; j < 64; j++)
            {
                var word = j < units ? weights[WeightLanes.At(j, w, words)] : 0;
                (lanes[j], lanes[64 + j]) = ((uint)word, (uint)(word >> 32));
            }
    }
}
