namespace BnnMl;

/// <summary>
/// A network in training: forward on bits, backward on floats, layer by layer; every layer's work is parts for the <see cref="WorkerPool"/>. A batch has
/// <see cref="Chunks"/> chunks of samples whatever the number of threads, and sums over chunks are added in order: the same seed gives the same bits.
/// </summary>
sealed unsafe class TrainingNetwork : IDisposable
{
    /// <summary>Chunks of a batch.</summary>
    internal const int Chunks = 16;

    readonly WorkerPool pool;
    readonly AlignedBuffer<float> partial;
    readonly Action<int, Scratch>[] forward;
    readonly Action<int, Scratch>[] masks;
    readonly Action<int, Scratch>[] backward;
    readonly Action<int, Scratch>[] normals;
    readonly Action<int, Scratch>[] turns;
    readonly Action<int, Scratch>[] updates;
    readonly Action<int, Scratch> gatherFirst;
    readonly Action<int, Scratch> sumFirst;
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
        var flips = errors is not null && (errors.Targets & FlipTargets.Weights) != 0;
        Layers = [.. plan.Select((layer, i) => new TrainingLayer(layer, i + 1 < plan.Count ? plan[i + 1] : null, batch, Chunks, flips))];
        Input = new(plan[0], zeroPoint, batch);
        Output = new(Layers[^1], loss, Chunks);
        pool = new(threads, () => new Scratch(Layers, batch));
        partial = new(Layers.Where(layer => layer.IsConvolution).Select(layer => Chunks * WeightUpdate.PartialLength(layer)).DefaultIfEmpty(0).Max());
        forward = [.. Layers.Select((_, i) => (Action<int, Scratch>)((part, scratch) => ForwardPart(i, part, scratch)))];
        masks = [.. Layers.Select((_, i) => (Action<int, Scratch>)((part, _) => MaskPart(i, part)))];
        backward = [.. Layers.Select((_, i) => (Action<int, Scratch>)((part, scratch) => BackwardPart(i, part, scratch)))];
        updates = [.. Layers.Select((_, i) => (Action<int, Scratch>)((part, scratch) => UpdatePart(i, part, scratch)))];
        normals = [.. Layers.Select((_, i) => (Action<int, Scratch>)((part, _) => NormalPart(i, part)))];
        turns = [.. Layers.Select((_, i) => (Action<int, Scratch>)((part, scratch) => TurnPart(i, part, scratch)))];
        (gatherFirst, sumFirst, flipWeights) = ((part, _) => GatherPart(part), (chunk, _) => Sum(0, chunk), (i, _) => WeightErrors.Read(Layers[i], Errors, Chip));
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

    /// <summary>From the chosen inputs to the output's z; every layer is normalised by this batch.</summary>
    internal void Forward()
    {
        if (Layers[0].Read != Layers[0].Bits)
            pool.Run(Layers.Length, flipWeights);
        for (var i = 0; i < Layers.Length; i++)
        {
            var wide = i == 0 && !Layers[0].IsConvolution;
            if (wide)
                pool.Run(SampleBlocks + Layers[0].Blocks, gatherFirst);
            pool.Run(wide ? SampleBlocks * SampleNumbers.RowBlocks(Layers[0].Units) : Chunks, forward[i]);
            if (i == Layers.Length - 1)
                continue;
            if (wide)
                pool.Run(Chunks, sumFirst);
            BatchStatistics.Normalise(Layers[i], Chunks, Input.Count);
        }
    }

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
            if (!Layers[i].IsConvolution && i < Layers.Length - 1)
                pool.Run(Chunks, normals[i]);
            if (i > 0)
                pool.Run(Layers[i].Words + (Layers[i].IsConvolution ? 0 : SampleBlocks * Layers[i].Numbers!.Segments), turns[i]);
            if (Layers[i].IsConvolution)
                pool.Run(Chunks, backward[i]);
            pool.Run(Layers[i].IsConvolution ? Layers[i].Blocks * Layers[i].Words : Layers[i].Blocks + InputParts(i), updates[i]);
        }

        return totals;
    }

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

    void ForwardPart(int i, int part, Scratch scratch)
    {
        var layer = Layers[i];
        if (i == 0 && !layer.IsConvolution)
        {
            DenseForward.FromBytes(layer, Input.Count, part, scratch);
            return;
        }

        var (from, to) = (From(part), From(part + 1));
        if (i == 0)
            ConvolutionForward.PackWeights(layer, scratch.B.Pointer);
        for (var sample = from; sample < to; sample++)
        {
            if (i > 0)
                Activate(i - 1, sample);
            if (i == 0)
                ConvolutionForward.FromBytes(layer, Input, sample, scratch);
            else if (layer.IsConvolution)
                ConvolutionForward.FromBits(layer, Layers[i - 1], sample, scratch);
        }

        if (!layer.IsConvolution)
            DenseForward.FromBits(layer, Layers[i - 1], from, to);
        if (i < Layers.Length - 1)
            Sum(i, part);
    }

    void Activate(int i, int sample)
    {
        var layer = Layers[i];
        BatchNormSigns.Write(layer, i > 0 ? Layers[i - 1] : null, sample);
        if (Errors is not null)
            BitFlips.Activations(layer.Plan, Errors, Chip, sample, new Span<ulong>(layer.Out.Pointer + ((nint)sample * layer.OutWords), layer.OutWords));
    }

    void Sum(int i, int chunk) => BatchStatistics.Sum(Layers[i], chunk, From(chunk), From(chunk + 1));

    /// <summary>From the gradient of a hidden layer's bits to the means that its batch norm needs; steps beta.</summary>
    void HiddenGradient(int i)
    {
        var layer = Layers[i];
        if (!Layers[i + 1].IsConvolution)
            pool.Run(Chunks, masks[i]);
        var gradient = stackalloc float[layer.Pitch];
        for (var f = 0; f < layer.Pitch; f++)
        {
            var (mean1, mean2) = f < layer.Units ? BatchStatistics.Means(layer, f, Chunks, Input.Count) : default;
            (layer.Mean1.Pointer[f], layer.Mean2.Pointer[f], gradient[f]) = ((float)mean1, (float)mean2, (float)(mean1 * Input.Count * layer.Positions));
            if (!double.IsFinite(mean1 + mean2))
                throw step.Diverged($"the gradient of layer {layer.Plan.Name}, unit {f}, is not finite");
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

    /// <summary>The first dense layer's inputs, then its weights.</summary>
    void GatherPart(int part)
    {
        if (part < SampleBlocks)
            DenseForward.Gather(Layers[0], Input, part);
        else
            DenseForward.CutWeights(Layers[0], part - SampleBlocks);
    }

    void NormalPart(int i, int chunk)
    {
        for (var sample = From(chunk); sample < From(chunk + 1); sample++)
            ActivationGradient.ThroughBatchNorm(Layers[i], sample);
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

    /// <summary>Blocks of samples that lie side by side in lanes.</summary>
    int SampleBlocks => SampleNumbers.Blocks(Input.Count);
}
