using System.Globalization;

namespace BnnMl;

/// <summary>The shape of a feature map: channels, rows, columns. A table of n features is (n, 1, 1).</summary>
public readonly record struct MapShape
{
    /// <summary>The most values a map may have; keeps every index, count and file length far from overflow.</summary>
    public const int MaxLength = 1 << 24;

    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or there are more than <see cref="MaxLength"/> values.</exception>
    public MapShape(int channels, int height, int width)
    {
        if (channels < 1 || height < 1 || width < 1 || (long)channels * height > MaxLength || (long)channels * height * width > MaxLength)
            throw new ArgumentOutOfRangeException(nameof(channels),
                $"A map of {channels}x{height}x{width} (channels x height x width) is not possible: every side must be at least 1 and the product at most {MaxLength}.");
        (Channels, Height, Width) = (channels, height, width);
    }

    /// <summary>Number of channels, at least 1.</summary>
    public int Channels { get; }

    /// <summary>Number of rows, at least 1.</summary>
    public int Height { get; }

    /// <summary>Number of columns, at least 1.</summary>
    public int Width { get; }

    /// <summary>A table's row of <paramref name="count"/> features: (count, 1, 1).</summary>
    public static MapShape Features(int count) => new(count, 1, 1);

    /// <param name="text">"8x8" (one channel, rows x columns), or "3x32x32" (channels first).</param>
    /// <exception cref="FormatException">It is neither, or a map of these sides is not possible.</exception>
    public static MapShape Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('x');
        var sides = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (parts.Length is not (2 or 3) || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sides[i]) || sides[i] < 1)
                throw new FormatException($"'{text}' is no shape of an image: give rows x columns such as 8x8, or channels first such as 3x32x32.");
        return sides.Aggregate(1L, (product, side) => Math.Min(product * side, long.MaxValue >> 32)) > MaxLength
            ? throw new FormatException($"'{text}' has more than the {MaxLength} values that a sample may have.")
            : parts.Length == 2 ? new MapShape(1, sides[0], sides[1]) : new MapShape(sides[0], sides[1], sides[2]);
    }

    /// <summary>Number of values: channels × height × width.</summary>
    public int Length => Channels * Height * Width;

    /// <summary>Positions of one channel: height × width.</summary>
    public int Area => Height * Width;

    /// <summary>True where a convolution has somewhere to move.</summary>
    public bool IsImage => Height > 1 || Width > 1;

    /// <summary>"1x28x28", or "64 features".</summary>
    public override string ToString() => IsImage ? $"{Channels}x{Height}x{Width}" : $"{Channels} features";
}
