namespace BnnMl;

/// <summary>One thread's predictor of a form, popcount or sliced, with buffers for what goes in and comes out.</summary>
sealed class BlockWorker
{
    readonly Predictor? popcount;
    readonly SlicedPredictor? sliced;
    readonly int inputBytes;
    readonly float[] scores;
    readonly int classes;
    byte[] inputs = [];

    internal BlockWorker(BlockForm form, PackedNetwork network, SlicedWeights? weights, InstructionSet set)
    {
        (Form, classes) = (form, network.Spec.Classes);
        if (form.SlicedLayers == 0)
            popcount = new(network, set, form.Samples);
        else
            sliced = new(network, weights!, form.SlicedLayers, set, form.PlaneWords, form.Threads);
        (inputBytes, scores) = (network.Spec.Input.Length, new float[form.Samples * classes]);
    }

    internal BlockForm Form { get; }

    /// <summary>Room for the bytes of <paramref name="count"/> samples.</summary>
    internal Span<byte> Inputs(int count)
    {
        if (inputs.Length < count * inputBytes)
            inputs = new byte[Form.Samples * inputBytes];
        return inputs.AsSpan(0, count * inputBytes);
    }

    /// <summary>Takes over parameters of a network that the shared weights have already.</summary>
    internal void Load(PackedNetwork network)
    {
        sliced?.Load(network);
        if (popcount is not null && !ReferenceEquals(popcount.Network, network))
            popcount.Load(network);
    }

    /// <summary>Scores [count, classes] of a block of samples; valid until the next call.</summary>
    internal ReadOnlySpan<float> Run(ReadOnlySpan<byte> block, int count, BitErrorModel? errors, Chip chip, long first, FirstLayerCache? cache, CancellationToken cancel)
    {
        var target = scores.AsSpan(0, count * classes);
        sliced?.Run(block, count, errors, chip, first, cache, target, cancel);
        popcount?.Run(block, count, errors, chip, first, target);
        return target;
    }
}
