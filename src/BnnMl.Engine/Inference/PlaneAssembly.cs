using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Puts what a layer's units emit into the planes that the next layer reads: pooled, which on bits is OR, and behind the input's channels where it concatenates.</summary>
sealed unsafe class PlaneAssembly
{
    readonly PlannedLayer plan;
    readonly PlaneMap? input;
    readonly PlaneMap output;
    readonly int vectorWords;
    readonly int positions; // of a vector
    readonly AlignedBuffer<ulong> reached;
    readonly AlignedBuffer<ulong> pooled;

    /// <param name="plan">The layer.</param>
    /// <param name="input">What it reads, to be passed on where it concatenates; null where another does that.</param>
    /// <param name="output">What it writes.</param>
    /// <param name="vectorWords">Words of a vector.</param>
    internal PlaneAssembly(PlannedLayer plan, PlaneMap? input, PlaneMap output, int vectorWords)
    {
        (this.plan, this.input, this.output, this.vectorWords, positions) = (plan, input, output, vectorWords, vectorWords / output.Words);
        (reached, pooled) = (new((long)plan.UnitCount * vectorWords), new(plan.Pool ? (long)plan.UnitCount * vectorWords : 0));
    }

    /// <summary>Evaluates rows of the map for the units given, fromRow … toRow − 1; can be cancelled from row to row.</summary>
    internal void Run(IUnitPlanes units, int fromRow, int toRow, CancellationToken cancel)
    {
        if (plan.Concatenate && input is not null)
            PassOn(input, fromRow, toRow);
        var step = plan.Pool ? Math.Max(1, positions / 2) : positions;
        for (var y = fromRow; y < toRow; y++)
        {
            cancel.ThrowIfCancellationRequested();
            for (var x = 0; x < plan.Output.Width; x += step)
            {
                var count = Math.Min(step, plan.Output.Width - x);
                if (!plan.Pool)
                    units.Reach(y, x, reached.Pointer);
                else if (!units.TryReachWindow(2 * y, 2 * x, reached.Pointer))
                {
                    Pool(units, 2 * y, 2 * x);
                    Place(units.Units, y, x, count, pooled.Pointer, areColumnsApart: positions > 1);
                    continue;
                }

                Place(units.Units, y, x, count, reached.Pointer, areColumnsApart: false);
            }
        }
    }

    /// <summary>The OR of two rows, and of two columns where a vector holds one only.</summary>
    void Pool(IUnitPlanes units, int y, int x)
    {
        units.Reach(y, x, pooled.Pointer);
        for (var place = positions == 1 ? 1 : 2; place < 4; place += positions == 1 ? 1 : 2)
        {
            units.Reach(y + (place >> 1), x + (place & 1), reached.Pointer);
            for (var word = 0; word < units.Units.Length * vectorWords; word += Vector256<ulong>.Count)
                (Vector256.Load(pooled.Pointer + word) | Vector256.Load(reached.Pointer + word)).Store(pooled.Pointer + word);
        }
    }

    /// <summary>Writes the units' positions from x on; where a vector holds both columns of a window, their OR.</summary>
    void Place(ReadOnlySpan<int> units, int y, int x, int count, ulong* source, bool areColumnsApart)
    {
        var first = output.At(y, x, output.Shape.Channels - plan.UnitCount);
        foreach (var unit in units)
        {
            var target = first + ((nint)unit * output.ChannelPitch);
            if (areColumnsApart)
                Merge(source, target, count * output.Words);
            else
                Copy(source, target, count * output.Words);
            source += vectorWords;
        }
    }

    /// <summary>The OR of left and right columns.</summary>
    void Merge(ulong* source, ulong* target, int words)
    {
        for (var word = 0; word < words; word++)
        {
            var left = source + word + (word & -output.Words); // planes are a power of two wide
            target[word] = *left | left[output.Words];
        }
    }

    static void Copy(ulong* source, ulong* target, int words)
    {
        var word = 0;
        for (; word <= words - Vector256<ulong>.Count; word += Vector256<ulong>.Count)
            Vector256.Load(source + word).Store(target + word);
        for (; word < words; word++)
            target[word] = source[word];
    }

    /// <summary>The input's channels, which stand before the units'.</summary>
    void PassOn(PlaneMap input, int fromRow, int toRow)
    {
        var step = plan.Pool ? 2 : 1;
        for (var y = fromRow; y < toRow; y++)
            for (var x = 0; x < plan.Output.Width; x++)
                for (var c = 0; c < plan.Input.Channels; c++)
                {
                    ulong* source = input.At(y * step, x * step, c), below = plan.Pool ? source + input.RowPitch : source, target = output.At(y, x, c);
                    var right = plan.Pool ? input.Words : 0;
                    for (var word = 0; word < output.Words; word++)
                        target[word] = source[word] | source[word + right] | below[word] | below[word + right];
                }
    }
}
