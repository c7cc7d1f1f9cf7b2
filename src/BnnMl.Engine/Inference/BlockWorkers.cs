using System.Collections.Concurrent;

namespace BnnMl;

/// <summary>The threads' predictors of one run at a time, and the weights they share.</summary>
sealed class BlockWorkers
{
    readonly InstructionSet set;
    readonly SlicedWeights? weights;
    readonly ConcurrentDictionary<BlockForm, ConcurrentBag<BlockWorker>> idle = [];
    PackedNetwork network;

    /// <param name="network">Spec and zero point of the networks.</param>
    /// <param name="slicedLayers">Most layers that a form slices.</param>
    /// <param name="set">An available instruction set.</param>
    internal BlockWorkers(PackedNetwork network, int slicedLayers, InstructionSet set)
    {
        (this.network, this.set) = (network, set);
        weights = slicedLayers > 0 ? new(network.Spec, slicedLayers, set) : null;
    }

    /// <summary>Takes over the network that the next run is of, and its origin (see <see cref="SlicedWeights.Load"/>). No worker may be at work.</summary>
    internal void Load(PackedNetwork next, PackedNetwork origin, ParallelOptions options)
    {
        network = next;
        weights?.Load(next, origin, options);
    }

    /// <summary>A worker of a form for the calling thread, to be given back.</summary>
    internal BlockWorker Rent(BlockForm form)
    {
        if (!idle.GetOrAdd(form, _ => []).TryTake(out var worker))
            worker = new(form, network, weights, set);
        worker.Load(network);
        return worker;
    }

    internal void Return(BlockWorker worker) => idle[worker.Form].Add(worker);
}
