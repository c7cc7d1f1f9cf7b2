using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// Floats as 16-bit numbers for <see cref="ShortSums"/>, with one unit per lane: the largest resolution with which no signed sum of a lane's numbers leaves 16 bits. With n numbers the
/// unit is Σ|value| / (<see cref="Range"/> − n / 2), and each is rounded by at most half a unit, so Σ|number| ≤ Range. A product is off by at most n / 2 units, as a rule by √n / 12^½.
/// </summary>
static unsafe class FixedPoint
{
    /// <summary>Below 2^15 by more than what the float sum of the magnitudes may be off.</summary>
    internal const int Range = 32700;

    /// <summary>Numbers that share one unit: the more, the coarser it is. At 540 the usual error of a product is 0.4 % of its usual size.</summary>
    internal const int MaxDepth = MaxWords * ShortSums.MaxGroups * ShortSums.GroupLength;

    /// <summary>The same in words of signs.</summary>
    internal const int MaxWords = 18;

    /// <summary>2^32 / φ: its multiples run evenly over all numbers (a Weyl sequence).</summary>
    internal const uint Golden = 0x9E3779B9;

    const float Rounding = 12582912; // 1.5 · 2^23: what is added to it is rounded to a whole number, whose low 16 bits stand in the float's

    /// <summary>Adds the magnitudes of values [count, 64] to the lanes' sums.</summary>
    internal static void AddMagnitudes(float* values, nint pitch, int count, int lanes, float* sums)
    {
        for (var lane = 0; lane < lanes; lane += 16)
        {
            var value = values + lane;
            var sum = Vector512.Load(sums + lane);
            for (var d = 0; d < count; d++, value += pitch)
                sum += Vector512.Abs(Vector512.Load(value));
            sum.Store(sums + lane);
        }
    }

    /// <summary>Sums of magnitudes of <paramref name="count"/> values to units, in place. A sum that is not finite makes a unit that is not, and so a product that is not.</summary>
    internal static void Units(float* sums, int lanes, int count)
    {
        for (var lane = 0; lane < lanes; lane++)
            sums[lane] = Unit(sums[lane], count);
    }

    /// <summary>The unit of values whose magnitudes make <paramref name="sum"/>. Never 0.</summary>
    internal static float Unit(float sum, int count) => Math.Max(sum, 1e-30f) / (Range - (count * 0.5f));

    /// <summary>Values [count, 64] to numbers [count, 64], to the nearest.</summary>
    internal static void Round(float* values, nint pitch, int count, float* units, short* numbers)
    {
        for (var lane = 0; lane < ShortSums.Lanes; lane += 32)
        {
            var value = values + lane;
            var number = numbers + lane;
            var (low, high) = (Vector512<float>.One / Vector512.Load(units + lane), Vector512<float>.One / Vector512.Load(units + lane + 16));
            for (var d = 0; d < count; d++, value += pitch, number += ShortSums.Lanes)
                Vector512.Narrow(Rounded(Vector512.Load(value) * low), Rounded(Vector512.Load(value + 16) * high)).Store(number);
        }
    }

    /// <summary>Rounded to whole numbers, in the low 16 bits.</summary>
    internal static Vector512<int> Rounded(Vector512<float> values) => (values + Vector512.Create(Rounding)).AsInt32();

    /// <summary>What is added to a number before it is rounded, in [−1/2, 1/2), the same in all lanes and even over the places.</summary>
    internal static Vector512<float> Dither(int place) => Vector512.Create((int)((uint)place * Golden) * (0.5f / (1u << 31)));

    /// <summary>Sums [rows, 64] to floats [rows, 64].</summary>
    /// <param name="sums">In the lanes' units.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="units">One per lane.</param>
    /// <param name="target">[rows, 64].</param>
    /// <param name="add">False: what stands in <paramref name="target"/> is overwritten.</param>
    internal static void Values(short* sums, int rows, float* units, float* target, bool add)
    {
        for (var lane = 0; lane < ShortSums.Lanes; lane += 32)
        {
            var sum = sums + lane;
            var value = target + lane;
            var (low, high) = (Vector512.Load(units + lane), Vector512.Load(units + lane + 16));
            for (var row = 0; row < rows; row++, sum += ShortSums.Lanes, value += ShortSums.Lanes)
            {
                var (a, b) = Vector512.Widen(Vector512.Load(sum));
                var (first, second) = (Vector512.ConvertToSingle(a) * low, Vector512.ConvertToSingle(b) * high);
                (add ? Vector512.Load(value) + first : first).Store(value);
                (add ? Vector512.Load(value + 16) + second : second).Store(value + 16);
            }
        }
    }
}
