using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// 2×2 max-pooling of pre-activations. Pooling before batch norm and sign is OR after them, since the scale of training's batch norm is positive; what comes after
/// works on a quarter of the values. The first of equal maxima wins.
/// </summary>
static unsafe class MaxPooling
{
    /// <summary>Pools four planes, one per place in the window (<see cref="PoolOrder"/>), to one.</summary>
    /// <param name="z">[4, length].</param>
    /// <param name="length">Values per plane, a multiple of 16.</param>
    /// <param name="pooled">The result, [length].</param>
    /// <param name="winners">Which plane won, [length].</param>
    internal static void Pool(float* z, nint length, float* pooled, byte* winners)
    {
        for (nint i = 0; i < length; i += 16, z += 16)
        {
            Vector512<float> a = Vector512.Load(z), b = Vector512.Load(z + length), c = Vector512.Load(z + (2 * length)), d = Vector512.Load(z + (3 * length));
            var best = Vector512.Max(Vector512.Max(a, b), Vector512.Max(c, d));
            best.Store(pooled + i);
            var winner = Vector512.ConditionalSelect(Vector512.Equals(c, best).AsInt32(), Vector512.Create(2), Vector512.Create(3));
            winner = Vector512.ConditionalSelect(Vector512.Equals(b, best).AsInt32(), Vector512.Create(1), winner);
            winner = Vector512.ConditionalSelect(Vector512.Equals(a, best).AsInt32(), Vector512<int>.Zero, winner);
            var words = Vector256.Narrow(winner.GetLower(), winner.GetUpper());
            Vector128.Narrow(words.GetLower(), words.GetUpper()).AsByte().Store(winners + i);
        }
    }

    /// <summary>
    /// The positions of a layer's map in the order in which training computes them: in y, x order; where pooling follows, the first place of every window, then the second, third
    /// and fourth (2 · row + column). What an odd last row or column holds is not needed, so it is not there.
    /// </summary>
    internal static int[] PoolOrder(PlannedLayer plan)
    {
        var width = plan.Units.Width;
        return plan.Pool
            ? [.. Enumerable.Range(0, 4 * plan.Output.Area).Select(i => (At(i, plan) / plan.Output.Width * 2 * width) + (At(i, plan) % plan.Output.Width * 2) + (i / plan.Output.Area / 2 * width) + (i / plan.Output.Area % 2))]
            : [.. Enumerable.Range(0, plan.Units.Area)];
    }

    static int At(int i, PlannedLayer plan) => i % plan.Output.Area;
}
