namespace BnnMl;

/// <summary>A trained network as memory holds it: bits, integer thresholds, and one float scale and bias per class. Immutable.</summary>
public sealed class PackedNetwork
{
    readonly float[] outputScales;
    readonly float[] outputBiases;

    /// <summary>Takes ownership of the arrays.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="encoding">How features become the first layer's bytes.</param>
    /// <param name="layers">One per planned layer, in order.</param>
    /// <param name="outputScales">Finite, one per class: score = scale · z + bias.</param>
    /// <param name="outputBiases">Finite, one per class.</param>
    /// <param name="metadata">Short texts by key: the training record, class names.</param>
    /// <exception cref="ArgumentException">The parts do not belong together.</exception>
    public PackedNetwork(NetworkSpec spec, InputEncoding encoding, IReadOnlyList<PackedLayer> layers, float[] outputScales, float[] outputBiases,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(outputScales);
        ArgumentNullException.ThrowIfNull(outputBiases);
        encoding.CheckFits(spec.Input);
        if (!layers.Select(layer => layer.Plan).SequenceEqual(spec.Plan()))
            throw new ArgumentException($"The layers are not those of {spec}. Pack them from spec.Plan().", nameof(layers));
        if (outputScales.Length != spec.Classes || outputBiases.Length != spec.Classes)
            throw new ArgumentException($"{spec.Classes} classes need as many output scales and biases, but {outputScales.Length} and {outputBiases.Length} were given.", nameof(outputScales));
        if (!Array.TrueForAll(outputScales, float.IsFinite) || !Array.TrueForAll(outputBiases, float.IsFinite))
            throw new ArgumentException("An output scale or bias is not finite.", nameof(outputScales));
        (Spec, Encoding, Layers, this.outputScales, this.outputBiases) = (spec, encoding, [.. layers], outputScales, outputBiases);
        Metadata = metadata is null ? new SortedDictionary<string, string>() : new SortedDictionary<string, string>(metadata.ToDictionary(), StringComparer.Ordinal);
    }

    /// <summary>The architecture.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>How features become the first layer's bytes.</summary>
    public InputEncoding Encoding { get; }

    /// <summary>One per planned layer, in order; the last is the output layer.</summary>
    public IReadOnlyList<PackedLayer> Layers { get; }

    /// <summary>One per class.</summary>
    public ReadOnlySpan<float> OutputScales => outputScales;

    /// <summary>One per class.</summary>
    public ReadOnlySpan<float> OutputBiases => outputBiases;

    /// <summary>Short texts by key: the training record, class names.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The same network with other layers (bit errors, recalibrated thresholds) or other metadata.</summary>
    public PackedNetwork With(IReadOnlyList<PackedLayer>? layers = null, IReadOnlyDictionary<string, string>? metadata = null) =>
        new(Spec, Encoding, layers ?? Layers, [.. outputScales], [.. outputBiases], metadata ?? Metadata);

    /// <summary>Scores [samples, classes] of the output layer's z: scale · z + bias, rounded after each of the two (C# does not fuse them).</summary>
    internal void Scale(ReadOnlySpan<int> z, Span<float> scores)
    {
        for (var i = 0; i < z.Length; i++)
            scores[i] = (outputScales[i % outputScales.Length] * z[i]) + outputBiases[i % outputScales.Length];
    }
}
