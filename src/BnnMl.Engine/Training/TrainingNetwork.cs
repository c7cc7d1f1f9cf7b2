namespace BnnMl;

/// <summary>
/// A network in training: forward on bits, backward on floats, layer by layer; every layer's work is parts for the <see cref="WorkerPool"/>. A batch has
/// <see cref="Chunks"/> chunks of samples whatever the number of threads, and sums over chunks are added in order: the same seed gives the same bits.
/// </summary>
sealed unsafe partial class TrainingNetwork : IDisposable
{
    /// <summary>Chunks of a batch.</summary>
    internal const int Chunks = 16;

    readonly WorkerPool pool;
    readonly AlignedBuffer<float> partial;
    readonly Action<int, Scratch>[] activations;
    readonly Action<int, Scratch>[] readings;
    readonly Action<int, Scratch>[] forward;
    readonly Action<int, Scratch>[] flips;
    readonly Action<int, Scratch>[] masks;
    readonly Action<int, Scratch>[] norms;
    readonly Action<int, Scratch>[] backward;
    readonly Action<int, Scratch>[] turns;
    readonly Action<int, Scratch>[] updates;
    readonly Action<int, Scratch> productsFirst;
    readonly Action<int, Scratch> flipWeights;
    TrainingStep step;
    AdamStep adam;

    /// <param name="spec">The architecture.</param>
    /// <param name="zeroPoint">The input byte that counts as 0.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="batch">Most samples per batch.</param>
    /// <param name="threads">Threads at work.</param>
    /// <param name="errors">Bit errors in training, or null.</param>
    internal TrainingNetwork(NetworkSpec spec, byte zeroPoint, Loss loss, int batch, int threads, BitErrorModel? errors)
    {
        var plan = spec.Plan();
        (Spec, Batch) = (spec, batch);
        var readsFlipped = errors is not null && (errors.Targets & FlipTargets.Weights) != 0;
        Layers = [.. plan.Select((layer, i) => new TrainingLayer(layer, i + 1 < plan.Count ? plan[i + 1] : null, batch, Chunks, readsFlipped))];
        Input = new(plan[0], zeroPoint, batch);
        Output = new(Layers[^1], loss, Chunks);
        pool = new(threads, () => new Scratch(Layers, batch));
        partial = new(Layers.Where(layer => layer.IsConvolution).Select(layer => Chunks * WeightUpdate.PartialLength(layer)).DefaultIfEmpty(0).Max());
        activations = Parts((i, chunk, _) => ActivationPart(i, chunk));
        readings = Parts((i, part, _) => ReadingPart(i, part));
        forward = Parts(ForwardPart);
        flips = Parts((i, chunk, _) => FlipPart(i, chunk));
        masks = Parts((i, chunk, _) => MaskPart(i, chunk));
        norms = Parts((i, part, _) => DenseNorm.Backward(Layers[i], part, Input.Count, adam));
        backward = Parts(BackwardPart);
        turns = Parts(TurnPart);
        updates = Parts(UpdatePart);
        productsFirst = (part, scratch) => DenseForward.FromBytes(Layers[0], Input.Count, part, scratch);
        flipWeights = (i, _) => WeightErrors.Read(Layers[i], Errors, Chip);
    }

    internal NetworkSpec Spec { get; }

    internal int Batch { get; }

    internal TrainingLayer[] Layers { get; }

    internal TrainingInput Input { get; }

    internal OutputLoss Output { get; }

    /// <summary>What flips in the next pass, or null.</summary>
    internal BitErrorModel? Errors { get; set; }

    /// <summary>Whose errors.</summary>
    internal Chip Chip { get; set; }

    /// <summary>First sample of a chunk; that of the chunk behind the last is the end.</summary>
    internal int From(int chunk) => (int)((long)Input.Count * chunk / Chunks);

    /// <summary>Packs the signs of all latent weights.</summary>
    internal void PackBits()
    {
        foreach (var layer in Layers)
            for (var block = 0; block < layer.Blocks; block++)
                for (var word = 0; word < layer.Words; word++)
                    WeightUpdate.Pack(layer, block, word);
    }

    public void Dispose() => pool.Dispose();

    Action<int, Scratch>[] Parts(Action<int, int, Scratch> part) => [.. Layers.Select((_, i) => (Action<int, Scratch>)((at, scratch) => part(i, at, scratch)))];

    /// <summary>Blocks of samples that lie side by side in lanes.</summary>
    int SampleBlocks => SampleNumbers.Blocks(Input.Count);
}
