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
    /// <summary>Writes the layer's output map as the next layer reads it: after concatenation and pooling, unused bits 0.</summary>
    void Run(ReadOnlySpan<TInput> input, Span<ulong> map);
}
