using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Matrices turned.</summary>
static unsafe class Turned
{
    const int Side = 16;

    /// <summary>
    /// target[c · <paramref name="targetPitch"/> + r] = source[r · <paramref name="pitch"/> + c]. Squares of 16 × 16, whole cache lines on both sides: where a pitch is a multiple of 4 KiB, lines
    /// that are visited again would have lost their place to others.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Floats(float* source, nint pitch, int rows, int columns, float* target, nint targetPitch)
    {
        var pairs = stackalloc ulong[Side * Side / 2];
        var r = 0;
        for (; r + Side <= rows; r += Side, source += Side * pitch, target += Side)
        {
            var c = 0;
            for (; c + Side <= columns; c += Side)
                Square(source + c, pitch, target + (c * targetPitch), targetPitch, pairs);
            for (; c < columns; c++)
                for (var i = 0; i < Side; i++)
                    target[(c * targetPitch) + i] = source[(i * pitch) + c];
        }

        for (; r < rows; r++, source += pitch, target++)
            for (var c = 0; c < columns; c++)
                target[c * targetPitch] = source[c];
    }

    /// <summary>Of two rows a 64-bit lane holds one column each, even columns before odd ones; a column then is eight such lanes, 16 apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Square(float* source, nint pitch, float* target, nint targetPitch, ulong* pairs)
    {
        var low = Vector512.Create(0x00000000FFFFFFFFUL);
        for (var i = 0; i < Side * Side / 2; i += Side, source += 2 * pitch)
        {
            Vector512<ulong> a = Vector512.Load(source).AsUInt64(), b = Vector512.Load(source + pitch).AsUInt64();
            ((a & low) | (b << 32)).Store(pairs + i);
            ((a >> 32) | (b & ~low)).Store(pairs + i + 8);
        }

        for (var c = 0; c < Side; c++, target += targetPitch)
        {
            var column = (Vector128<ulong>*)target;
            var pair = pairs + (c >> 1) + ((c & 1) * 8);
            column[0] = Vector128.Create(pair[0], pair[16]);
            column[1] = Vector128.Create(pair[32], pair[48]);
            column[2] = Vector128.Create(pair[64], pair[80]);
            column[3] = Vector128.Create(pair[96], pair[112]);
        }
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
