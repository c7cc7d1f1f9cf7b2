namespace BnnMl;

/// <summary>A layer's work on a block, divided among threads: rows of the map, or units where it has fewer rows. Each part owns its buffers and writes planes of its own.</summary>
sealed class LayerParts
{
    readonly (IUnitPlanes Units, PlaneAssembly Assembly, int FromRow, int ToRow)[] parts;
    readonly ParallelOptions options;

    /// <param name="plan">The layer.</param>
    /// <param name="input">What it reads; null for the first layer.</param>
    /// <param name="output">What it writes.</param>
    /// <param name="vectorWords">Words of a vector.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="mostShares">Into how many shares the units can be divided, at least 1.</param>
    /// <param name="units">The units' share i of n.</param>
    internal LayerParts(PlannedLayer plan, PlaneMap? input, PlaneMap output, int vectorWords, int threads, int mostShares, Func<int, int, IUnitPlanes> units)
    {
        var rows = plan.Output.Height;
        var count = rows >= threads ? threads : Math.Min(threads, mostShares);
        options = new() { MaxDegreeOfParallelism = count };
        parts = [.. Enumerable.Range(0, count).Select(i => rows >= threads
            ? (units(0, 1), new PlaneAssembly(plan, input, output, vectorWords), rows * i / count, rows * (i + 1) / count)
            : (units(i, count), new PlaneAssembly(plan, i == 0 ? input : null, output, vectorWords), 0, rows))];
    }

    /// <summary>Evaluates the whole map.</summary>
    /// <param name="cancel">Ends it between rows.</param>
    internal void Run(CancellationToken cancel)
    {
        if (parts.Length == 1)
            Run(0, cancel);
        else
            Parallel.For(0, parts.Length, options, i => Run(i, cancel));
    }

    void Run(int part, CancellationToken cancel) => parts[part].Assembly.Run(parts[part].Units, parts[part].FromRow, parts[part].ToRow, cancel);
}
