using System.Collections.Immutable;

namespace BnnMl;

/// <summary>A binarized network's architecture, compared by value: what it reads, its hidden layers, and the number of classes, from which the output layer follows.</summary>
public sealed record NetworkSpec
{
    /// <summary>The most hidden layers.</summary>
    public const int MaxLayers = 256;

    readonly ImmutableArray<PlannedLayer> plan;

    /// <exception cref="ArgumentException">The layers can't follow one another; the message names the layer.</exception>
    public NetworkSpec(MapShape input, IEnumerable<LayerSpec> layers, int classes)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (input == default)
            throw new ArgumentException("The input shape is empty: give channels, height and width, or MapShape.Features(n).", nameof(input));
        if (classes is < 2 or > LayerSpec.MaxUnits)
            throw new ArgumentOutOfRangeException(nameof(classes), $"{classes} classes are not possible: a classifier has 2 to {LayerSpec.MaxUnits}.");
        (Input, Layers, Classes) = (input, [.. layers], classes);
        if (Layers.Length > MaxLayers)
            throw new ArgumentException($"{Layers.Length} layers are too many: at most {MaxLayers}.", nameof(layers));
        plan = [.. NetworkPlan.Of(input, Layers, classes)];
    }

    /// <summary>Two hidden dense layers of 2,048 for 28×28 images: 5,820,416 weight bits.</summary>
    public static NetworkSpec Fc { get; } = Parse("FC", new(1, 28, 28), 10);

    /// <summary>C64-MP2-C64-MP2-FC2048 for 28×28 images: 6,480,448 weight bits (arXiv:2002.00909).</summary>
    public static NetworkSpec Vgg3 { get; } = Parse("VGG3", new(1, 28, 28), 10);

    /// <summary>C128-C128-MP2-C256-C256-MP2-C512-C512-MP2-FC1024 for 32×32 colour images: 12,973,440 weight bits (arXiv:2002.00909).</summary>
    public static NetworkSpec Vgg7 { get; } = Parse("VGG7", new(3, 32, 32), 10);

    /// <summary>FINN's CNV for 32×32 colour images, convolutions without padding (arXiv:1612.07119).</summary>
    public static NetworkSpec Cnv { get; } = Parse("CNV", new(3, 32, 32), 10);

    /// <summary>Shape of one sample.</summary>
    public MapShape Input { get; }

    /// <summary>Hidden layers, in order; the output layer is not among them.</summary>
    public ImmutableArray<LayerSpec> Layers { get; }

    /// <summary>Number of classes, at least 2.</summary>
    public int Classes { get; }

    /// <summary>Weight bits of all layers.</summary>
    public long WeightBits => plan.Sum(layer => layer.WeightBits);

    /// <summary>Memory for the parameters: weight bits, threshold bits, output scales and biases, rounded up to whole bytes.</summary>
    public long Bytes => (plan.Sum(layer => layer.WeightBits + layer.ThresholdBitsTotal + layer.FloatBits) + 7) / 8;

    /// <summary>Multiply-accumulates of one sample, 8-bit and binary.</summary>
    public long Macs => plan.Sum(layer => layer.Macs);

    /// <summary>Binary multiply-accumulates of one sample.</summary>
    public long Bops => plan.Sum(layer => layer.Bops);

    /// <summary>The layers with weights, in order; the last is the output layer.</summary>
    public IReadOnlyList<PlannedLayer> Plan() => plan;

    /// <summary>The same layers for other inputs and classes.</summary>
    public NetworkSpec WithInput(MapShape input, int classes) => new(input, Layers, classes);

    /// <summary>Reads "C32-MP2-C64-MP2-FC128" or the name of a preset (FC, VGG3, VGG7, CNV; any case).</summary>
    /// <exception cref="FormatException">The text is not in the notation; the message names the part.</exception>
    /// <exception cref="ArgumentException">A number is out of its range, or the layers can't follow one another; the message names the layer.</exception>
    public static NetworkSpec Parse(string notation, MapShape input, int classes) => new(input, NetworkNotation.Parse(notation), classes);

    /// <summary>The notation of the hidden layers, "C64-MP2-C64-MP2-FC2048"; empty when there are none.</summary>
    public override string ToString() => string.Join('-', Layers);

    /// <inheritdoc/>
    public bool Equals(NetworkSpec? other) => other is not null && Input == other.Input && Classes == other.Classes && Layers.AsSpan().SequenceEqual(other.Layers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input, Classes, ToString());
}
