namespace BnnMl;

/// <summary>Puts what a layer's units emit into the planes that the next layer reads: pooled, which on bits is OR, and behind the input's channels where it concatenates.</summary>
sealed unsafe class PlaneAssembly(PlannedLayer plan, PlaneMap? input, PlaneMap output, int vectorWords)
{
    readonly int positions = vectorWords / output.Words;
    readonly AlignedBuffer<ulong> reached = new((long)plan.UnitCount * vectorWords);

    /// <summary>Evaluates the whole map.</summary>
    internal void Run(IUnitPlanes units)
    {
        if (plan.Concatenate)
            PassOn();
        var (height, width) = plan.Pool ? (2 * plan.Output.Height, 2 * plan.Output.Width) : (plan.Units.Height, plan.Units.Width);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x += positions)
            {
                units.Reach(y, x, reached.Pointer);
                if (plan.Pool)
                    Pool(y, x, Math.Min(positions, width - x));
                else
                    Place(y, x, Math.Min(positions, width - x));
            }
    }

    void Place(int y, int x, int count)
    {
        ulong* source = reached.Pointer, target = output.At(y, x, output.Shape.Channels - plan.UnitCount);
        var length = count * output.Words;
        for (var unit = 0; unit < plan.UnitCount; unit++, source += vectorWords, target += output.ChannelPitch)
            for (var word = 0; word < length; word++)
                target[word] = source[word];
    }

    /// <summary>Adds positions to their windows of 2×2; the first of a window overwrites what an older block left.</summary>
    void Pool(int y, int x, int count)
    {
        var (words, isFirst) = (output.Words, y % 2 == 0 && x % 2 == 0);
        ulong* source = reached.Pointer, target = output.At(y / 2, x / 2, output.Shape.Channels - plan.UnitCount);
        for (var unit = 0; unit < plan.UnitCount; unit++, source += vectorWords, target += output.ChannelPitch)
            for (var position = 0; position < count; position += 2)
            {
                ulong* left = source + (position * words), right = count == 1 ? left : left + words, to = target + (position / 2 * words);
                for (var word = 0; word < words; word++)
                    to[word] = left[word] | right[word] | (isFirst ? 0 : to[word]);
            }
    }

    /// <summary>The input's channels, which stand before the units'.</summary>
    void PassOn()
    {
        var step = plan.Pool ? 2 : 1;
        for (var y = 0; y < plan.Output.Height; y++)
            for (var x = 0; x < plan.Output.Width; x++)
                for (var c = 0; c < plan.Input.Channels; c++)
                {
                    ulong* source = input!.At(y * step, x * step, c), below = plan.Pool ? source + input.RowPitch : source, target = output.At(y, x, c);
                    var right = plan.Pool ? input.Words : 0;
                    for (var word = 0; word < output.Words; word++)
                        target[word] = source[word] | source[word + right] | below[word] | below[word + right];
                }
    }
}
