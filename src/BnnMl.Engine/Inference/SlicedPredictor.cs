namespace BnnMl;

/// <summary>
/// Runs a network on blocks of samples: its first layers bit-sliced, the others on words. Equals <see cref="Predictor"/> bit for bit. Owns its buffers, so it serves one caller;
/// the sliced weights are shared.
/// </summary>
sealed class SlicedPredictor
{
    readonly SlicedLayers front;
    readonly WordLayers behind;
    readonly ILayerStep[] steps;
    readonly int[] sums;
    readonly int slicedLayers;
    PackedNetwork? loaded;

    /// <param name="network">Spec and zero point.</param>
    /// <param name="weights">Of the sliced layers.</param>
    /// <param name="layers">How many of the first layers are sliced: at least 1, at most those that the weights are of.</param>
    /// <param name="set">An available instruction set.</param>
    /// <param name="planeWords">A block has 64 times as many samples.</param>
    /// <param name="threads">Among how many threads a block's sliced layers are divided.</param>
    internal SlicedPredictor(PackedNetwork network, SlicedWeights weights, int layers, InstructionSet set, int planeWords, int threads = 1)
    {
        front = new(network, weights, layers, set, planeWords, threads);
        slicedLayers = layers;
        behind = new(network.Spec, slicedLayers, set, front.Samples);
        steps = [.. behind.Steps];
        sums = new int[front.Samples * network.Spec.Classes];
    }

    /// <summary>Most samples of a block.</summary>
    internal int Samples => front.Samples;

    /// <summary>Takes over the parameters of the layers that are not sliced.</summary>
    internal void Load(PackedNetwork network)
    {
        if (ReferenceEquals(network, loaded))
            return;
        for (var i = 0; i < steps.Length; i++)
            steps[i].Load(network.Layers[slicedLayers + i].Weights, network.Layers[slicedLayers + i].Thresholds);
        loaded = network;
    }

    /// <summary>Runs a block of samples with consecutive numbers.</summary>
    /// <param name="inputs">[samples, H·W·C].</param>
    /// <param name="samples">1 … <see cref="Samples"/>.</param>
    /// <param name="errors">Null for clean activations.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="firstSample">Number of the first sample.</param>
    /// <param name="cache">Of the same samples; null for none.</param>
    /// <param name="scores">[samples, classes].</param>
    /// <param name="cancel">Ends it within a layer.</param>
    internal void Run(ReadOnlySpan<byte> inputs, int samples, BitErrorModel? errors, Chip chip, long firstSample, FirstLayerCache? cache, Span<float> scores, CancellationToken cancel)
    {
        front.Run(inputs, samples, errors, chip, firstSample, cache, cancel);
        front.Words(behind.Input(samples), samples);
        behind.Continue(samples, errors, chip, firstSample, sums);
        loaded!.Scale(sums.AsSpan(0, scores.Length), scores);
    }

    /// <summary>A layer's output map of one sample of the last block; the last sliced layer's or one behind it.</summary>
    internal Span<ulong> Map(int layer, int sample) => behind.Map(layer, sample);
}
