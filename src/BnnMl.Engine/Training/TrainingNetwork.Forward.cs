namespace BnnMl;

/// <summary>From inputs to the output's z. A convolution goes sample by sample, chunk by chunk, and makes the bits that it reads on the way; a dense layer goes by blocks of samples and of units.</summary>
sealed unsafe partial class TrainingNetwork
{
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
}
