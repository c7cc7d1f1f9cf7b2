namespace BnnMl;

/// <summary>How a convolution's window moves over a padded map of 16-bit values in (y, x, channel) order.</summary>
/// <param name="Rows">Rows of the kernel.</param>
/// <param name="Pairs">Pairs of values per row of the kernel, ⌈kernel · channels / 2⌉; the second of the last pair may lie beyond the row and then has weight 0.</param>
/// <param name="RowStride">Values per row of the padded map.</param>
/// <param name="Step">Values from one position to the next: the channels.</param>
/// <param name="Height">Rows of positions.</param>
/// <param name="Width">Positions per row.</param>
readonly record struct ByteWindow(int Rows, int Pairs, int RowStride, int Step, int Height, int Width)
{
    /// <summary>Values the map must have so that the last pair of the last window can be read.</summary>
    internal int MapLength => ((Height + Rows - 2) * RowStride) + ((Width - 1) * Step) + (Pairs * 2);
}
