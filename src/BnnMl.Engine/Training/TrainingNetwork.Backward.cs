namespace BnnMl;

/// <summary>From the loss to new weights, layer by layer.</summary>
sealed unsafe partial class TrainingNetwork
{
    /// <summary>The loss of the last forward pass, its gradients, and one step of everything that is learned.</summary>
    /// <returns>Sums over the batch.</returns>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not finite.</exception>
    internal (double Loss, double Correct) Backward(in TrainingStep now)
    {
        (step, adam) = (now, new(now.LearningRate, now.Number));
        for (var chunk = 0; chunk < Chunks; chunk++)
            Output.Measure(chunk, From(chunk), From(chunk + 1), Input);
        var totals = Output.Totals(Chunks);
        if (!double.IsFinite(totals.Loss))
            throw step.Diverged($"the loss is {totals.Loss}");
        Output.Step(Chunks, adam);
        for (var i = Layers.Length - 1; i >= 0; i--)
        {
            if (i < Layers.Length - 1)
                HiddenGradient(i);
            if (i > 0)
                pool.Run(Layers[i].Words + (Layers[i].IsConvolution ? 0 : SampleBlocks * Layers[i].Numbers!.Segments), turns[i]);
            if (Layers[i].IsConvolution)
                pool.Run(Chunks, backward[i]);
            pool.Run(Layers[i].IsConvolution ? Layers[i].Blocks * Layers[i].Words : Layers[i].Blocks + InputParts(i), updates[i]);
        }

        return totals;
    }

    /// <summary>From the gradient of a hidden layer's bits to the means that its batch norm needs; steps beta. A dense layer's gradient of z is then whole.</summary>
    void HiddenGradient(int i)
    {
        var layer = Layers[i];
        if (layer.HasSampleLanes)
            pool.Run(layer.Blocks, norms[i]);
        else
            Means(i);
        for (var f = 0; f < layer.Units; f++)
            if (!float.IsFinite(layer.Mean1.Pointer[f] + layer.Mean2.Pointer[f]))
                throw step.Diverged($"the gradient of layer {layer.Plan.Name}, unit {f}, is not finite");
    }

    void Means(int i)
    {
        var layer = Layers[i];
        if (!Layers[i + 1].IsConvolution)
            pool.Run(Chunks, masks[i]);
        var gradient = stackalloc float[layer.Pitch];
        for (var f = 0; f < layer.Pitch; f++)
        {
            var (mean1, mean2) = f < layer.Units ? BatchStatistics.Means(layer, f, Input.Count) : default;
            (layer.Mean1.Pointer[f], layer.Mean2.Pointer[f], gradient[f]) = ((float)mean1, (float)mean2, (float)(mean1 * Input.Count * layer.Positions));
        }

        adam.Apply(layer.Shift.Pointer, layer.Shift1.Pointer, layer.Shift2.Pointer, gradient, layer.Pitch, float.PositiveInfinity);
    }

    void MaskPart(int i, int chunk)
    {
        var (layer, sums) = (Layers[i], ClearedSums(i, chunk));
        for (var sample = From(chunk); sample < From(chunk + 1); sample++)
            ActivationGradient.ThroughSign(layer, sample, layer.Raw.Pointer + ((nint)sample * layer.RawPitch), layer.Plan.Output.Width * layer.Plan.Output.Channels, (double*)sums);
    }

    nint ClearedSums(int i, int chunk)
    {
        var sums = Layers[i].Sums.Pointer + ((nint)chunk * 2 * Layers[i].Pitch);
        new Span<double>(sums, 2 * Layers[i].Pitch).Clear();
        return (nint)sums;
    }

    /// <summary>The layer's bits, then its gradient as numbers.</summary>
    void TurnPart(int i, int part, Scratch scratch)
    {
        if (part < Layers[i].Words)
            DenseBackward.Turn(Layers[i], Layers[i - 1], part, Input.Count);
        else
            DenseBackward.Round(Layers[i], part - Layers[i].Words, Input.Count, scratch);
    }

    void BackwardPart(int i, int part, Scratch scratch)
    {
        var (layer, previous) = (Layers[i], i > 0 ? Layers[i - 1] : null);
        var length = WeightUpdate.PartialLength(layer);
        var gradient = partial.Pointer + (part * (nint)length);
        new Span<float>(gradient, checked((int)length)).Clear();
        var (sums, group, end) = (previous is null ? 0 : ClearedSums(i - 1, part), ConvolutionBackward.Group(layer), From(part + 1));
        for (var from = From(part); from < end; from += group)
        {
            var to = Math.Min(end, from + group);
            for (var sample = from; sample < to; sample++)
                ActivationGradient.ThroughBatchNorm(layer, sample);
            if (previous is not null)
                ConvolutionBackward.Weights(layer, from, to, gradient, scratch);
            for (var sample = from; sample < to; sample++)
                if (previous is null)
                    ConvolutionBackward.FirstWeights(layer, Input, sample, gradient, scratch);
                else
                    InputGradient(layer, previous, sample, (double*)sums, scratch);
        }
    }

    static void InputGradient(TrainingLayer layer, TrainingLayer previous, int sample, double* sums, Scratch scratch)
    {
        ConvolutionInputs.Make(layer, previous, sample, scratch);
        var map = scratch.Map.Pointer + ((nint)layer.Plan.Padding * (layer.PaddedRow + layer.Plan.Input.Channels));
        ActivationGradient.ThroughSign(previous, sample, map, layer.PaddedRow, sums);
    }

    /// <summary>A convolution's weights; a dense layer's inputs, then its weights.</summary>
    void UpdatePart(int i, int part, Scratch scratch)
    {
        var layer = Layers[i];
        if (layer.IsConvolution)
            WeightUpdate.Convolution(layer, part, partial.Pointer, Chunks, adam, scratch);
        else if (part < InputParts(i))
            DenseBackward.Inputs(layer, Layers[i - 1], part, Input.Count, scratch);
        else
            DenseBackward.Weights(layer, Input, part - InputParts(i), adam, scratch);
    }

    /// <summary>Parts of a dense layer's input gradient.</summary>
    int InputParts(int i) => i == 0 ? 0 : SampleBlocks * SampleNumbers.RowBlocks(Layers[i].K);
}
