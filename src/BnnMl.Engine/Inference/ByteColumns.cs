using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>The 8-bit inputs of a block of samples, turned so that samples lie side by side: numbers q − zero point [rows, columns, channels, samples] with padding of 0.</summary>
sealed unsafe class ByteColumns
{
    readonly AlignedBuffer<short> values;
    readonly MapShape shape;
    readonly int padding;
    readonly int samples;
    readonly byte zeroPoint;

    /// <param name="plan">The first layer.</param>
    /// <param name="zeroPoint">The byte that counts as 0.</param>
    /// <param name="samples">A multiple of 64.</param>
    internal ByteColumns(PlannedLayer plan, byte zeroPoint, int samples)
    {
        (shape, padding, this.samples, this.zeroPoint) = (plan.Input, plan.Padding, samples, zeroPoint);
        values = new((long)(shape.Height + (2 * padding)) * Row);
    }

    /// <summary>Numbers from a row to the next.</summary>
    int Row => (shape.Width + (2 * padding)) * shape.Channels * samples;

    /// <summary>The numbers of the window whose first position, padding included, is (y, x).</summary>
    internal short* At(int y, int x) => values.Pointer + ((long)y * Row) + ((long)x * shape.Channels * samples);

    /// <summary>Where a window's inputs lie, from its first; in the order (ky, kx, channel), for a dense layer (row, column, channel).</summary>
    internal int[] Offsets(PlannedLayer plan)
    {
        var run = (plan.Kind == LayerKind.Convolution ? plan.Kernel : shape.Width) * shape.Channels;
        return [.. Enumerable.Range(0, plan.FanIn).Select(k => (k / run * Row) + (k % run * samples))];
    }

    /// <summary>Takes over samples [count, H·W·C]; what lies beyond them keeps older samples, which nobody reads.</summary>
    internal void Fill(ReadOnlySpan<byte> inputs, int count)
    {
        var (length, run) = (shape.Length, shape.Width * shape.Channels);
        Span<byte> rest = stackalloc byte[8 * 8];
        fixed (byte* rows = inputs)
        fixed (byte* copy = rest)
            for (var y = 0; y < shape.Height; y++)
                for (var i = 0; i < run; i += 8)
                    for (var sample = 0; sample < count; sample += 8)
                    {
                        var (source, pitch, columns) = ((nint)(rows + ((long)sample * length) + (y * run) + i), length, Math.Min(8, run - i));
                        if (columns < 8 || count - sample < 8)
                        {
                            rest.Clear();
                            for (var row = 0; row < Math.Min(8, count - sample); row++)
                                new Span<byte>((byte*)source + (row * length), columns).CopyTo(rest[(row * 8)..]);
                            (source, pitch) = ((nint)copy, 8);
                        }

                        Turn((byte*)source, pitch, columns, At(y + padding, padding) + ((long)i * samples) + sample);
                    }
    }

    /// <summary>Eight samples of eight inputs, of which the first columns are kept.</summary>
    void Turn(byte* source, nint pitch, int columns, short* target)
    {
        ulong a = *(ulong*)source, b = *(ulong*)(source + pitch), c = *(ulong*)(source + (2 * pitch)), d = *(ulong*)(source + (3 * pitch));
        ulong e = *(ulong*)(source + (4 * pitch)), f = *(ulong*)(source + (5 * pitch)), g = *(ulong*)(source + (6 * pitch)), h = *(ulong*)(source + (7 * pitch));
        BitTranspose.Bytes(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        Store(a, target);
        ulong* others = stackalloc ulong[] { b, c, d, e, f, g, h };
        for (var column = 1; column < columns; column++)
            Store(others[column - 1], target + ((nint)column * samples));
    }

    void Store(ulong bytes, short* target) =>
        (Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte()).AsInt16() - Vector128.Create((short)zeroPoint)).Store(target);
}
