namespace BnnMl;

/// <summary>One thread's predictor of a form, popcount or sliced, with buffers for what goes in and comes out.</summary>
sealed class BlockWorker
{
    readonly Predictor? popcount;
    readonly SlicedPredictor? sliced;
    readonly byte[] inputs;
    readonly float[] scores;
    readonly int classes;

    internal BlockWorker(BlockForm form, PackedNetwork network, SlicedWeights? weights, InstructionSet set)
    {
        (Form, classes) = (form, network.Spec.Classes);
        if (form.SlicedLayers == 0)
            popcount = new(network, set, form.Samples);
        else
            sliced = new(network, weights!, form.SlicedLayers, set, form.PlaneWords);
        (inputs, scores) = (new byte[(long)form.Samples * network.Spec.Input.Length], new float[form.Samples * classes]);
    }

    internal BlockForm Form { get; }

    /// <summary>Room for the bytes of a block.</summary>
    internal Span<byte> Inputs => inputs;

    /// <summary>Takes over parameters of a network that the shared weights have already.</summary>
    internal void Load(PackedNetwork network)
    {
        sliced?.Load(network);
        if (popcount is not null && !ReferenceEquals(popcount.Network, network))
            popcount.Load(network);
    }

    /// <summary>Scores [count, classes] of a block of samples; valid until the next call.</summary>
    internal ReadOnlySpan<float> Run(ReadOnlySpan<byte> block, int count, BitErrorModel? errors, Chip chip, long first, FirstLayerCache? cache)
    {
        var target = scores.AsSpan(0, count * classes);
        sliced?.Run(block, count, errors, chip, first, cache, target);
        popcount?.Run(block, count, errors, chip, first, target);
        return target;
    }
}
