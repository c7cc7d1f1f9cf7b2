using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Matrices turned.</summary>
static unsafe class Turned
{
    /// <summary>
    /// target[c · <paramref name="targetPitch"/> + r] = source[r · <paramref name="pitch"/> + c]. Four rows at a time, of which two change places within 64-bit lanes; more would fight for the
    /// same cache lines where a pitch is a multiple of 4 KiB.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Floats(float* source, nint pitch, int rows, int columns, float* target, nint targetPitch)
    {
        var pairs = stackalloc ulong[32];
        var r = 0;
        for (; r + 4 <= rows; r += 4, source += 4 * pitch, target += 4)
        {
            var c = 0;
            for (; c + 16 <= columns; c += 16)
                Sixteen(source + c, pitch, target + (c * targetPitch), targetPitch, pairs);
            for (; c < columns; c++)
                for (var i = 0; i < 4; i++)
                    target[(c * targetPitch) + i] = source[(i * pitch) + c];
        }

        for (; r < rows; r++, source += pitch, target++)
            for (var c = 0; c < columns; c++)
                target[c * targetPitch] = source[c];
    }

    /// <summary>Four rows of sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Sixteen(float* source, nint pitch, float* target, nint targetPitch, ulong* pairs)
    {
        Pairs(Vector512.Load(source).AsUInt64(), Vector512.Load(source + pitch).AsUInt64(), pairs);
        source += 2 * pitch;
        Pairs(Vector512.Load(source).AsUInt64(), Vector512.Load(source + pitch).AsUInt64(), pairs + 16);
        for (var i = 0; i < 8; i++, target += 2 * targetPitch)
        {
            Vector128.Create(pairs[i], pairs[16 + i]).AsSingle().Store(target);
            Vector128.Create(pairs[8 + i], pairs[24 + i]).AsSingle().Store(target + targetPitch);
        }
    }

    /// <summary>Even columns of two rows, then odd ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Pairs(Vector512<ulong> a, Vector512<ulong> b, ulong* pairs)
    {
        var low = Vector512.Create(0x00000000FFFFFFFFUL);
        ((a & low) | (b << 32)).Store(pairs);
        ((a >> 32) | (b & ~low)).Store(pairs + 8);
    }

    /// <summary>
    /// Rows of 16-bit numbers to columns of floats: target[i · <paramref name="targetPitch"/> + r] += source[r · <paramref name="pitch"/> + i] · unit. Four numbers of four rows change
    /// places within 64-bit lanes.
    /// </summary>
    /// <param name="source">[rows, columns], readable up to whole 32 columns and 4 rows.</param>
    /// <param name="pitch">From row to row.</param>
    /// <param name="rows">Columns of the target.</param>
    /// <param name="columns">Rows of the target.</param>
    /// <param name="unit">What a number counts.</param>
    /// <param name="target">[columns, targetPitch].</param>
    /// <param name="targetPitch">From row to row.</param>
    /// <param name="add">False: what stands in <paramref name="target"/> is overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Numbers(short* source, nint pitch, int rows, int columns, float unit, float* target, nint targetPitch, bool add)
    {
        var four = stackalloc ulong[32];
        for (var r = 0; r < rows; r += 4, source += 4 * pitch)
            for (var from = 0; from < columns; from += 32)
            {
                var near = source + from;
                Vector512<ulong> a = Vector512.Load(near).AsUInt64(), b = Vector512.Load(near + pitch).AsUInt64();
                Vector512<ulong> c = Vector512.Load(near + (2 * pitch)).AsUInt64(), d = Vector512.Load(near + (3 * pitch)).AsUInt64();
                Four(ref a, ref b, ref c, ref d);
                a.Store(four);
                b.Store(four + 8);
                c.Store(four + 16);
                d.Store(four + 24);
                var to = target + (from * targetPitch) + r;
                for (var i = 0; i < Math.Min(32, columns - from); i++, to += targetPitch)
                {
                    var values = Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.CreateScalarUnsafe(four[((i & 3) * 8) + (i >> 2)]).AsInt16())) * unit;
                    if (add)
                        values += Vector128.Load(to);
                    if (rows - r >= 4)
                        values.Store(to);
                    else
                        for (var j = 0; j < rows - r; j++)
                            to[j] = values[j];
                }
            }
    }

    /// <summary>Transposes four 16-bit numbers of four rows in every 64-bit lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Four(ref Vector512<ulong> a, ref Vector512<ulong> b, ref Vector512<ulong> c, ref Vector512<ulong> d)
    {
        var (pairs, singles) = (Vector512.Create(0x00000000FFFFFFFFUL), Vector512.Create(0x0000FFFF0000FFFFUL));
        (a, c) = ((a & pairs) | (c << 32), ((a >> 32) & pairs) | (c & ~pairs));
        (b, d) = ((b & pairs) | (d << 32), ((b >> 32) & pairs) | (d & ~pairs));
        (a, b) = ((a & singles) | ((b & singles) << 16), ((a >> 16) & singles) | (b & ~singles));
        (c, d) = ((c & singles) | ((d & singles) << 16), ((c >> 16) & singles) | (d & ~singles));
    }
}
