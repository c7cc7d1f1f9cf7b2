using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Bits turned so that <see cref="ShortSums"/> finds them: a word per column, along it the bits of some rows.</summary>
static unsafe class TurnedBits
{
    /// <summary>Turns rows of 64 bits: bit r mod step of lanes[r / step · <paramref name="lanePitch"/> + j] is bit j of row r, source[r / 8 · <paramref name="pitch8"/> + r mod 8 · <paramref name="pitch"/>]. Rows beyond are 0.</summary>
    /// <param name="source">The first word.</param>
    /// <param name="pitch">From one row's word to the next's.</param>
    /// <param name="pitch8">From eight rows to the next eight.</param>
    /// <param name="rows">Words to turn.</param>
    /// <param name="step">Rows per word of a lane, at most 32.</param>
    /// <param name="lanes">[⌈rows / step⌉, 64].</param>
    /// <param name="lanePitch">From one word of a lane to the next.</param>
    internal static void Turn(ulong* source, nint pitch, nint pitch8, int rows, int step, uint* lanes, nint lanePitch)
    {
        var select = Vector512.Create(1u, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        for (var row = 0; row < rows; lanes += lanePitch)
        {
            Vector512<uint> p = default, q = default, r = default, s = default;
            var end = Math.Min(rows, row + step);
            for (var bit = Vector512<uint>.One; row < end; bit += bit)
            {
                var word = *source;
                p |= Vector512.Equals(Vector512.Create((uint)word) & select, select) & bit;
                q |= Vector512.Equals(Vector512.Create((uint)(word >> 16)) & select, select) & bit;
                r |= Vector512.Equals(Vector512.Create((uint)(word >> 32)) & select, select) & bit;
                s |= Vector512.Equals(Vector512.Create((uint)(word >> 48)) & select, select) & bit;
                source += (++row & 7) == 0 ? pitch8 - (7 * pitch) : pitch;
            }

            p.Store(lanes);
            q.Store(lanes + 16);
            r.Store(lanes + 32);
            s.Store(lanes + 48);
        }
    }

    /// <summary>Cuts words whose bits run along the depth already: bit d mod step of lanes[d / step · <paramref name="lanePitch"/> + j] is bit d of unit j.</summary>
    /// <param name="weights"><see cref="WeightLanes"/>.</param>
    /// <param name="words">Words per unit.</param>
    /// <param name="units">Units.</param>
    /// <param name="depth">Bits per unit.</param>
    /// <param name="step">Bits per word of a lane, at most 32.</param>
    /// <param name="lanes">[⌈depth / step⌉, units].</param>
    /// <param name="lanePitch">From one word of a lane to the next.</param>
    internal static void Cut(ulong* weights, int words, int units, int depth, int step, uint* lanes, nint lanePitch)
    {
        for (var from = 0; from < depth; from += step, lanes += lanePitch)
        {
            var (word, shift, mask) = (from >> 6, from & 63, (1UL << Math.Min(step, depth - from)) - 1);
            for (var j = 0; j < units; j++)
            {
                var low = weights[WeightLanes.At(j, word, words)] >> shift;
                var high = shift + step > 64 && word + 1 < words ? weights[WeightLanes.At(j, word + 1, words)] << (64 - shift) : 0;
                lanes[j] = (uint)((low | high) & mask);
            }
        }
    }
}
