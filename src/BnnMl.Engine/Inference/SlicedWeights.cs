namespace BnnMl;

/// <summary>
/// The first layers of a network in the forms that the bit-sliced kernels read, clean or as one chip reads them. Made once and shared by the threads of a run; what belongs to
/// a thread is <see cref="SlicedLayers"/>.
/// </summary>
sealed class SlicedWeights
{
    readonly (int Layer, int Block)[] blocks;
    PackedNetwork? loaded;

    /// <param name="spec">The network.</param>
    /// <param name="layers">How many of its hidden layers, at least 1.</param>
    /// <param name="set">An available instruction set.</param>
    internal SlicedWeights(NetworkSpec spec, int layers, InstructionSet set)
    {
        var plan = spec.Plan();
        First = new(plan[0]);
        Lists = [.. plan.Skip(1).Take(layers - 1).Select(layer => new PlaneLists(layer, BitSlice.VectorWords(set)))];
        blocks = [(0, 0), .. Lists.SelectMany((lists, i) => Enumerable.Range(0, lists.Blocks).Select(block => (i + 1, block)))];
    }

    /// <summary>The layer of 8-bit inputs.</summary>
    internal TableLists First { get; }

    /// <summary>The layers behind it.</summary>
    internal PlaneLists[] Lists { get; }

    /// <summary>Takes over another network's parameters; what is the same as before is kept.</summary>
    internal void Load(PackedNetwork network, ParallelOptions options)
    {
        if (ReferenceEquals(network, loaded))
            return;
        loaded = null; // until it is done: it may be cancelled
        Parallel.For(0, blocks.Length, options, i =>
        {
            var (index, block) = blocks[i];
            var layer = network.Layers[index];
            if (index == 0)
                First.Load(layer.Weights, layer.Thresholds);
            else
                Lists[index - 1].Load(layer.Weights, layer.Thresholds, block);
        });
        loaded = network;
    }
}
