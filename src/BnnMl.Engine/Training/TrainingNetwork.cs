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

    /// <summary>From the chosen inputs to the output's z; every layer is normalised by this batch.</summary>
    internal void Forward()
    {
        if (Layers[0].Read != Layers[0].Bits)
            pool.Run(Layers.Length, flipWeights);
        for (var i = 0; i < Layers.Length; i++)
        {
            if (Layers[i].IsConvolution)
            {
                pool.Run(Chunks, forward[i]);
                BatchStatistics.Normalise(Layers[i], 0, Layers[i].Units, Input.Count);
            }
            else
                Dense(i);
        }
    }

    void Dense(int i)
    {
        var layer = Layers[i];
        if (i > 0 && Layers[i - 1].IsConvolution)
            pool.Run(Chunks, activations[i - 1]);
        if (i == 0)
        {
            pool.Run(SampleBlocks + layer.Blocks, readings[i]);
            pool.Run(SampleBlocks * SampleNumbers.RowBlocks(layer.Units), productsFirst);
        }
        else if (layer.HasSampleLanes)
            pool.Run(SampleBlocks, readings[i]);
        if (layer.HasSampleLanes)
            pool.Run(layer.Blocks, forward[i]);
        else if (i > 0)
            pool.Run(Chunks, forward[i]);
        if (layer.HasSampleLanes && Errors is not null)
            pool.Run(Chunks, flips[i]);
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

    Action<int, Scratch>[] Parts(Action<int, int, Scratch> part) => [.. Layers.Select((_, i) => (Action<int, Scratch>)((at, scratch) => part(i, at, scratch)))];

    /// <summary>A chunk's bits of a convolution, before a dense layer.</summary>
    void ActivationPart(int i, int chunk)
    {
        for (var sample = From(chunk); sample < From(chunk + 1); sample++)
            Activate(i, sample);
    }

    /// <summary>A dense layer's inputs as its kernels read them; the first layer's weights too.</summary>
    void ReadingPart(int i, int part)
    {
        if (i > 0)
            DenseForward.Interleave(Layers[i], Layers[i - 1], Input.Count, part);
        else if (part < SampleBlocks)
            DenseForward.Gather(Layers[0], Input, part);
        else
            DenseForward.CutWeights(Layers[0], part - SampleBlocks);
    }

    void ForwardPart(int i, int part, Scratch scratch)
    {
        var layer = Layers[i];
        if (layer.HasSampleLanes)
        {
            if (i > 0)
                DenseForward.Hidden(layer, Input.Count, part, scratch);
            DenseNorm.Forward(layer, part, Input.Count);
        }
        else if (layer.IsConvolution)
            ConvolutionPart(i, part, scratch);
        else
            DenseForward.Output(layer, Layers[i - 1], From(part), From(part + 1));
    }

    /// <summary>A chunk's pre-activations, and before them the bits that they are made of.</summary>
    void ConvolutionPart(int i, int chunk, Scratch scratch)
    {
        var layer = Layers[i];
        if (i == 0)
            ConvolutionForward.PackWeights(layer, scratch.B.Pointer);
        BatchStatistics.Clear(layer, chunk);
        for (var sample = From(chunk); sample < From(chunk + 1); sample++)
        {
            if (i > 0)
                Activate(i - 1, sample);
            if (i == 0)
                ConvolutionForward.FromBytes(layer, Input, sample, scratch);
            else
                ConvolutionForward.FromBits(layer, Layers[i - 1], sample, scratch);
            BatchStatistics.Add(layer, chunk, sample);
        }
    }

    void Activate(int i, int sample)
    {
        BatchNormSigns.Write(Layers[i], i > 0 ? Layers[i - 1] : null, sample);
        Flip(i, sample);
    }

    void FlipPart(int i, int chunk)
    {
        for (var sample = From(chunk); sample < From(chunk + 1); sample++)
            Flip(i, sample);
    }

    void Flip(int i, int sample)
    {
        var layer = Layers[i];
        if (Errors is not null)
            BitFlips.Activations(layer.Plan, Errors, Chip, sample, new Span<ulong>(layer.Out.Pointer + ((nint)sample * layer.OutWords), layer.OutWords));
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

    /// <summary>Blocks of samples that lie side by side in lanes.</summary>
    int SampleBlocks => SampleNumbers.Blocks(Input.Count);
}
