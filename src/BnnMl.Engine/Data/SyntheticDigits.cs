using System.Numerics;

namespace BnnMl;

/// <summary>
/// Handwriting-like digits, 28 × 28 gray, made from pen strokes: each sample has its own way to write the digit, bends, rotation, shear, scale, place, pen,
/// stray strokes and noise. Sample i of a seed is the same however many are made, and has class i mod 10.
/// </summary>
static class SyntheticDigits
{
    internal const int Side = 28;
    const ulong TrainPurpose = 0;
    const ulong TestPurpose = 1;

    internal static DataSplit Load(int train, int test, long seed) =>
        new(Make(train, seed, TrainPurpose, "to train"), Make(test, seed, TestPurpose, "to test"));

    static Dataset Make(int count, long seed, ulong purpose, string use)
    {
        if (count > Array.MaxLength / (Side * Side))
            throw new ArgumentOutOfRangeException(nameof(count), count, $"At most {Array.MaxLength / (Side * Side)} synthetic digits fit in memory.");
        var features = new float[count * Side * Side]; // [count, 28·28]
        var labels = new int[count];
        var canvas = new PenCanvas(Side);
        var key = AddressedRandom.Key(seed, purpose);
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % 10;
            Draw(canvas, labels[i], AddressedRandom.Word(key, (ulong)i), features.AsSpan(i * Side * Side, Side * Side));
        }

        return new Dataset(new MapShape(1, Side, Side), features, labels, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], $"{DataSource.Synthetic} digits {use} ({count}, seed {seed})");
    }

    static void Draw(PenCanvas canvas, int digit, ulong key, Span<float> pixels)
    {
        var draw = new Draws(key);
        canvas.Clear();
        DrawDigit(canvas, digit, ref draw);
        var strays = (int)draw.Between(1, 4);
        for (var i = 0; i < strays; i++)
            DrawStray(canvas, ref draw);
        AddNoise(canvas.Pixels, ref draw, pixels);
    }

    static void DrawDigit(PenCanvas canvas, int digit, ref Draws draw)
    {
        var ways = DigitShapes.Ways[digit];
        var way = ways[(int)draw.Between(0, ways.Length)];
        var turn = Matrix3x2.CreateRotation(draw.Between(-0.28f, 0.28f));
        var shear = Matrix3x2.CreateSkew(draw.Between(-0.3f, 0.3f), 0);
        var scale = Matrix3x2.CreateScale(draw.Between(13, 19), draw.Between(16, 22));
        var middle = Matrix3x2.CreateTranslation((Side / 2f) - 0.5f + draw.Between(-2.5f, 2.5f), (Side / 2f) - 0.5f + draw.Between(-2, 2));
        var place = Matrix3x2.CreateTranslation(-0.5f, -0.5f) * scale * shear * turn * middle;
        var bend = new Vector4(draw.Between(-0.07f, 0.07f), draw.Between(-0.07f, 0.07f), draw.Between(0, MathF.Tau), draw.Between(0, MathF.Tau));
        var (radius, brightness) = (draw.Between(0.6f, 1.7f), draw.Between(130, 255));
        foreach (var stroke in way)
            for (var i = 1; i < stroke.Length; i++)
                canvas.Draw(Vector2.Transform(Bend(stroke[i - 1], bend), place), Vector2.Transform(Bend(stroke[i], bend), place), radius, brightness);
    }

    /// <summary>Waves across the unit square: X, Y are their heights, Z, W where they begin.</summary>
    static Vector2 Bend(Vector2 p, Vector4 wave) =>
        new(p.X + (wave.X * MathF.Sin((5 * p.Y) + wave.Z)), p.Y + (wave.Y * MathF.Sin((5 * p.X) + wave.W)));

    /// <summary>A short, thinner line anywhere.</summary>
    static void DrawStray(PenCanvas canvas, ref Draws draw)
    {
        var from = new Vector2(draw.Between(0, Side), draw.Between(0, Side));
        var (sin, cos) = MathF.SinCos(draw.Between(0, MathF.Tau));
        canvas.Draw(from, from + (new Vector2(cos, sin) * draw.Between(2, 8)), draw.Between(0.3f, 0.9f), draw.Between(60, 200));
    }

    /// <summary>Brightness plus noise of one strength per sample, rounded to 0…255. Noise is the sum of four random bytes: nearly normal, mean 510, standard deviation 147.8.</summary>
    static void AddNoise(ReadOnlySpan<float> drawn, ref Draws draw, Span<float> pixels)
    {
        var strength = draw.Between(8, 40) / 147.8f;
        var word = 0UL;
        for (var i = 0; i < pixels.Length; i++)
        {
            word = i % 2 == 0 ? draw.Word() : word >> 32;
            var noise = (int)((byte)word + (byte)(word >> 8) + (byte)(word >> 16) + (byte)(word >> 24)) - 510;
            pixels[i] = MathF.Round(Math.Clamp(drawn[i] + (noise * strength), 0, 255));
        }
    }

    /// <summary>The numbers of one sample, in the order they are asked for.</summary>
    ref struct Draws(ulong key)
    {
        ulong counter;

        internal ulong Word() => AddressedRandom.Word(key, counter++);

        /// <summary>Uniform in [low, high).</summary>
        internal float Between(float low, float high) => low + ((high - low) * ((Word() >> 40) * (1f / (1 << 24))));
    }
}
