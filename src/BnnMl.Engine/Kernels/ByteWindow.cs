namespace BnnMl;

/// <summary>How a convolution's window moves over a padded map of 16-bit values in (y, x, channel) order.</summary>
sealed class ByteWindow
{
    readonly int[] taps;

    /// <param name="kernel">Rows and columns of the kernel.</param>
    /// <param name="channels">Values per position of the map.</param>
    /// <param name="columns">Columns of the padded map.</param>
    /// <param name="height">Rows of positions.</param>
    /// <param name="width">Positions per row.</param>
    internal ByteWindow(int kernel, int channels, int columns, int height, int width)
    {
        (RowStride, Step, Height, Width) = (columns * channels, channels, height, width);
        PairsPerRow = ((kernel * channels) + 1) / 2;
        taps = new int[kernel * PairsPerRow];
        for (var tap = 0; tap < taps.Length; tap++)
            taps[tap] = (tap / PairsPerRow * RowStride) + (tap % PairsPerRow * 2);
    }

    /// <summary>Where each pair of values lies, counted from the window's first value. The second value of a row's last pair may lie beyond the row; its weight is 0.</summary>
    internal ReadOnlySpan<int> Taps => taps;

    /// <summary>Pairs in one row of the kernel.</summary>
    internal int PairsPerRow { get; }

    /// <summary>Values per row of the padded map.</summary>
    internal int RowStride { get; }

    /// <summary>Values from one position to the next: the channels.</summary>
    internal int Step { get; }

    /// <summary>Rows of positions.</summary>
    internal int Height { get; }

    /// <summary>Positions per row.</summary>
    internal int Width { get; }

    /// <summary>Values the map must have so that the last pair of the last window can be read.</summary>
    internal int MapLength => ((Height - 1) * RowStride) + ((Width - 1) * Step) + taps[^1] + 2;
}
