using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// 2×2 max-pooling of pre-activations. Pooling before batch norm and sign is OR after them, since the scale of training's batch norm is positive; what comes after
/// works on a quarter of the values. The first of equal maxima wins.
/// </summary>
static unsafe class MaxPooling
{
    /// <summary>Pools [height, width, pitch] to [height / 2, width / 2, pitch]; an odd last row or column is dropped.</summary>
    /// <param name="z">The map.</param>
    /// <param name="height">Rows of the map.</param>
    /// <param name="width">Columns of the map.</param>
    /// <param name="pitch">Channels, a multiple of 16.</param>
    /// <param name="pooled">The result.</param>
    /// <param name="winners">Which of the window won: 0…3 = 2·row + column, as the result's order.</param>
    internal static void Pool(float* z, int height, int width, int pitch, float* pooled, byte* winners)
    {
        for (var y = 0; y + 1 < height; y += 2)
            for (var x = 0; x + 1 < width; x += 2, pooled += pitch, winners += pitch)
            {
                float* a = z + ((((nint)y * width) + x) * pitch), c = a + ((nint)width * pitch);
                for (var f = 0; f < pitch; f += 16)
                    Window(a + f, a + pitch + f, c + f, c + pitch + f, pooled + f, winners + f);
            }
    }

    static void Window(float* a, float* b, float* c, float* d, float* pooled, byte* winners)
    {
        Vector512<float> va = Vector512.Load(a), vb = Vector512.Load(b), vc = Vector512.Load(c), vd = Vector512.Load(d);
        var best = Vector512.Max(Vector512.Max(va, vb), Vector512.Max(vc, vd));
        best.Store(pooled);
        var winner = Vector512.ConditionalSelect(Vector512.Equals(vc, best).AsInt32(), Vector512.Create(2), Vector512.Create(3));
        winner = Vector512.ConditionalSelect(Vector512.Equals(vb, best).AsInt32(), Vector512.Create(1), winner);
        winner = Vector512.ConditionalSelect(Vector512.Equals(va, best).AsInt32(), Vector512<int>.Zero, winner);
        for (var i = 0; i < 16; i += 8)
        {
            var half = i == 0 ? winner.GetLower() : winner.GetUpper();
            var words = Vector128.Narrow(half.GetLower(), half.GetUpper());
            Vector128.Narrow(words, words).GetLower().AsByte().Store(winners + i);
        }
    }
}
