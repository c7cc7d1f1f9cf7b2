using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// The 8-bit inputs of a block of samples, turned so that samples lie side by side: numbers q − zero point [rows, columns, channels, samples] with padding of 0. They are turned
/// into a buffer of its own, or were kept (<see cref="FirstLayerCache"/>) and are read where they lie.
/// </summary>
sealed unsafe class ByteColumns
{
    const int Line = 32; // numbers

    readonly MapShape shape;
    readonly int padding;
    readonly int pitch;
    readonly byte zeroPoint;
    AlignedBuffer<short>? own; // null once it was given away; nobody writes to it any more then
    AlignedBuffer<short> values;

    /// <param name="plan">The first layer.</param>
    /// <param name="zeroPoint">The byte that counts as 0.</param>
    /// <param name="samples">A multiple of 64.</param>
    internal ByteColumns(PlannedLayer plan, byte zeroPoint, int samples)
    {
        (shape, padding, this.zeroPoint) = (plan.Input, plan.Padding, zeroPoint);
        pitch = samples + Line; // an odd number of cache lines: inputs of a window do not all fall into the same few places of the cache
        values = own = New();
    }

    /// <summary>Words of a plane of as many samples.</summary>
    internal int Words => (pitch - Line) / 64;

    /// <summary>What is read: not to be changed by those who keep it.</summary>
    internal AlignedBuffer<short> Values => values;

    /// <summary>Numbers from a row to the next.</summary>
    long Row => (shape.Width + (2L * padding)) * shape.Channels * pitch;

    /// <summary>The numbers of the window whose first position, padding included, is (y, x).</summary>
    internal short* At(int y, int x) => values.Pointer + (y * Row) + ((long)x * shape.Channels * pitch);

    /// <summary>Where a window's inputs lie, from its first; in the order (ky, kx, channel), for a dense layer (row, column, channel).</summary>
    internal int[] Offsets(PlannedLayer plan)
    {
        var run = (plan.Kind == LayerKind.Convolution ? plan.Kernel : shape.Width) * shape.Channels;
        return [.. Enumerable.Range(0, plan.FanIn).Select(k => checked((int)((k / run * Row) + (k % run * pitch))))];
    }

    AlignedBuffer<short> New() => new((shape.Height + (2 * padding)) * Row);

    /// <summary>Reads what was kept of these samples.</summary>
    internal void Read(AlignedBuffer<short> kept) => values = kept;

    /// <summary>Whoever keeps <see cref="Values"/> owns them from now on: they stay to be read here, and the next samples go into another buffer.</summary>
    internal void GiveAway() => own = null;

    /// <summary>
    /// Takes over samples [count, H·W·C]; what lies beyond them keeps older samples, which nobody reads. 64 samples at a time, whose lines stay in the first-level cache; of these
    /// squares of 8 × 8 where there are as many.
    /// </summary>
    internal void Fill(ReadOnlySpan<byte> inputs, int count, ParallelOptions options)
    {
        values = own ??= New();
        fixed (byte* first = inputs)
        {
            var address = (nint)first;
            Parallel.For(0, (count + ByteSlice.Samples - 1) / ByteSlice.Samples, options, i => Fill((byte*)address, i * ByteSlice.Samples, count));
        }

        GC.KeepAlive(this);
    }

    /// <summary>64 samples, or those that are left.</summary>
    void Fill(byte* inputs, int from, int count)
    {
        var (run, length) = (shape.Width * shape.Channels, shape.Length);
        for (var y = 0; y < shape.Height; y++)
        {
            byte* source = inputs + ((long)from * length) + (y * run);
            var target = At(y + padding, padding) + from;
            var rows = Math.Min(ByteSlice.Samples, count - from);
            Squares(source, target, rows & ~7, run & ~7);
            Single(source, target, rows & ~7, rows, 0, run & ~7);
            Single(source, target, 0, rows, run & ~7, run);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Squares(byte* source, short* target, int rows, int columns)
    {
        var length = (nint)shape.Length;
        for (var column = 0; column < columns; column += 8)
            for (var row = 0; row < rows; row += 8)
            {
                var from = source + (row * length) + column;
                ulong a = *(ulong*)from, b = *(ulong*)(from + length), c = *(ulong*)(from + (2 * length)), d = *(ulong*)(from + (3 * length));
                ulong e = *(ulong*)(from + (4 * length)), f = *(ulong*)(from + (5 * length)), g = *(ulong*)(from + (6 * length)), h = *(ulong*)(from + (7 * length));
                BitTranspose.Bytes(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
                var to = target + ((nint)column * pitch) + row;
                Store(a, to);
                Store(b, to + pitch);
                Store(c, to + (2 * (nint)pitch));
                Store(d, to + (3 * (nint)pitch));
                Store(e, to + (4 * (nint)pitch));
                Store(f, to + (5 * (nint)pitch));
                Store(g, to + (6 * (nint)pitch));
                Store(h, to + (7 * (nint)pitch));
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Single(byte* source, short* target, int firstRow, int rows, int firstColumn, int columns)
    {
        for (var column = firstColumn; column < columns; column++)
            for (var row = firstRow; row < rows; row++)
                target[((nint)column * pitch) + row] = (short)(source[((nint)row * shape.Length) + column] - zeroPoint);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Store(ulong bytes, short* target) =>
        (Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte()).AsInt16() - Vector128.Create((short)zeroPoint)).Store(target);
}
