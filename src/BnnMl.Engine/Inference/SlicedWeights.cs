namespace BnnMl;

/// <summary>
/// The first layers of a network in the forms that the bit-sliced kernels read, clean or as one chip reads them. Made once and shared by the threads of a run; what belongs to
/// a thread is <see cref="SlicedLayers"/>.
/// </summary>
sealed class SlicedWeights
{
    readonly (int Layer, int Block)[] blocks;
    PackedNetwork? loaded;
    PackedNetwork? origin;

    /// <param name="spec">The network.</param>
    /// <param name="layers">How many of its hidden layers, at least 1.</param>
    /// <param name="set">An available instruction set.</param>
    internal SlicedWeights(NetworkSpec spec, int layers, InstructionSet set)
    {
        var plan = spec.Plan();
        (First, Changed) = (new(plan[0]), new(plan[0]));
        Lists = [.. plan.Skip(1).Take(layers - 1).Select(layer => new PlaneLists(layer, BitSlice.VectorWords(set)))];
        blocks = [.. Lists.SelectMany((lists, i) => Enumerable.Range(0, lists.Blocks).Select(block => (i + 1, block)))];
    }

    /// <summary>The origin's layer of 8-bit inputs.</summary>
    internal TableLists First { get; }

    /// <summary>Of the layer of 8-bit inputs what differs from the origin's.</summary>
    internal TableLists Changed { get; }

    /// <summary>Whose first layer <see cref="First"/> is.</summary>
    internal PackedNetwork? Origin => origin;

    /// <summary>The layers behind it.</summary>
    internal PlaneLists[] Lists { get; }

    /// <summary>Takes over another network's parameters; what is the same as before is kept.</summary>
    /// <param name="network">What is run.</param>
    /// <param name="from">Its origin: a network whose first layer it may have but for some units, or itself.</param>
    /// <param name="options">Threads and cancellation.</param>
    internal void Load(PackedNetwork network, PackedNetwork from, ParallelOptions options)
    {
        LoadFirst(network, from);
        if (ReferenceEquals(network, loaded))
            return;
        loaded = null; // until it is done: it may be cancelled
        Parallel.For(0, blocks.Length, options, i =>
        {
            var (index, block) = blocks[i];
            Lists[index - 1].Load(network.Layers[index].Weights, network.Layers[index].Thresholds, block);
        });
        loaded = network;
    }

    /// <summary>Where half of the units differ, the network is its own origin: what another makes of the samples would not help.</summary>
    void LoadFirst(PackedNetwork network, PackedNetwork from)
    {
        Changed.Load(network.Layers[0], from.Layers[0]);
        var next = 2 * Changed.Units.Length < network.Layers[0].Plan.UnitCount ? from : network;
        if (!ReferenceEquals(next, from))
            Changed.Load(network.Layers[0], network.Layers[0]);
        if (!ReferenceEquals(next, origin))
            First.Load(next.Layers[0], other: null);
        origin = next;
    }
}
