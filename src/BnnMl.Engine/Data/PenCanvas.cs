using System.Numerics;

namespace BnnMl;

/// <summary>A small gray picture that round pens draw on; brightness in 0…255, row-major.</summary>
sealed class PenCanvas(int side)
{
    readonly float[] pixels = new float[side * side];

    internal Span<float> Pixels => pixels;

    internal void Clear() => Array.Clear(pixels);

    /// <summary>A line from <paramref name="a"/> to <paramref name="b"/> in pixels (pixel (x, y) has its middle there), brightest within the radius, fading over one pixel around it. The brighter of old and new stays.</summary>
    internal void Draw(Vector2 a, Vector2 b, float radius, float brightness)
    {
        var reach = radius + 0.5f;
        var (low, high) = (Vector2.Min(a, b) - new Vector2(reach), Vector2.Max(a, b) + new Vector2(reach));
        var (left, right) = (Math.Max(0, (int)MathF.Ceiling(low.X)), Math.Min(side - 1, (int)high.X));
        var (top, bottom) = (Math.Max(0, (int)MathF.Ceiling(low.Y)), Math.Min(side - 1, (int)high.Y));
        var along = b - a;
        var perLength = 1 / Math.Max(along.LengthSquared(), 1e-6f);
        for (var y = top; y <= bottom; y++)
            for (var x = left; x <= right; x++)
            {
                var p = new Vector2(x, y) - a;
                var nearest = Math.Clamp(Vector2.Dot(p, along) * perLength, 0, 1);
                var cover = Math.Min(1, reach - (p - (along * nearest)).Length());
                ref var pixel = ref pixels[(y * side) + x];
                pixel = Math.Max(pixel, brightness * cover);
            }
    }
}
