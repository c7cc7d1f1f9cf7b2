namespace BnnMl;

/// <summary>
/// A map of bits for a block of samples as planes: one bit of the map over all samples is <see cref="Words"/> words. Planes lie in the order (row, channel, column), so that a
/// vector read at a position holds its right neighbours as well, where a plane is narrower than a vector. Padding is +1.
/// </summary>
sealed unsafe class PlaneMap
{
    readonly AlignedBuffer<ulong> bits;

    /// <param name="shape">The map without padding.</param>
    /// <param name="padding">Rows and columns of padding on each side: the next layer's.</param>
    /// <param name="words">Words of a plane.</param>
    internal PlaneMap(MapShape shape, int padding, int words)
    {
        (Shape, Padding, Words) = (shape, padding, words);
        var columns = shape.Width + (2 * padding);
        ChannelPitch = columns == 1 ? words : OddLines(columns * words);
        RowPitch = ChannelPitch * shape.Channels;
        bits = new((long)(shape.Height + (2 * padding)) * RowPitch);
        bits.Span.Fill(padding > 0 ? ulong.MaxValue : 0);
    }

    /// <summary>The map without padding.</summary>
    internal MapShape Shape { get; }

    internal int Padding { get; }

    /// <summary>Words of a plane.</summary>
    internal int Words { get; }

    /// <summary>Words from a channel to the next.</summary>
    internal int ChannelPitch { get; }

    /// <summary>Words from a row to the next.</summary>
    internal int RowPitch { get; }

    /// <summary>All planes, padding included.</summary>
    internal Span<ulong> Bits => bits.Span;

    /// <summary>The plane of a position; padding has negative rows and columns.</summary>
    internal ulong* At(int y, int x, int channel = 0) =>
        bits.Pointer + ((long)(y + Padding) * RowPitch) + ((long)channel * ChannelPitch) + ((long)(x + Padding) * Words);

    /// <summary>Where the planes of a kernel's inputs lie, from that of its first; in the order (ky, kx, channel).</summary>
    internal int[] Offsets(int kernelHeight, int kernelWidth)
    {
        var run = kernelWidth * Shape.Channels;
        return [.. Enumerable.Range(0, kernelHeight * run)
            .Select(k => (k / run * RowPitch) + (k % run / Shape.Channels * Words) + (k % Shape.Channels * ChannelPitch))];
    }

    /// <summary>An odd number of cache lines, so that the channels of a position do not all fall into the same few places of the cache.</summary>
    static int OddLines(int words) => (((words + 7) / 8) | 1) * 8;
}
