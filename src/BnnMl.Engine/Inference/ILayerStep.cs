namespace BnnMl;

/// <summary>One layer of a <see cref="Predictor"/>: owns its rearranged parameters and its buffers, so it serves one thread and allocates nothing after construction.</summary>
interface ILayerStep
{
    /// <summary>Takes over parameters, clean or corrupted.</summary>
    /// <param name="weights">[units, WordsPerUnit].</param>
    /// <param name="thresholds">[units]; empty for the output layer.</param>
    void Load(ReadOnlySpan<ulong> weights, ReadOnlySpan<int> thresholds);
}

/// <summary>A hidden layer that reads bytes (the first) or words of bits.</summary>
interface IHiddenStep<TInput> : ILayerStep
{
    /// <summary>Writes each sample's output map as the next layer reads it: after concatenation and pooling, unused bits 0.</summary>
    /// <param name="inputs">[samples, one sample's bytes or words].</param>
    /// <param name="maps">[samples, words of one map].</param>
    /// <param name="samples">At most the predictor's block.</param>
    void Run(ReadOnlySpan<TInput> inputs, Span<ulong> maps, int samples);
}
