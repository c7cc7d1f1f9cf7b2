namespace BnnMl;

/// <summary>
/// Which hidden layers a trainer builds; inputs and classes come from the data. Written as a text, <c>Network = "C32-MP2-FC128"</c> (or a preset's name: FC, VGG3, VGG7, CNV),
/// or taken from a spec, <c>Network = NetworkSpec.Vgg3</c>.
/// </summary>
public sealed record NetworkChoice
{
    NetworkChoice(string notation, MapShape? shape) => (Notation, Shape) = (notation, shape);

    /// <summary>The layers, such as "C32-MP2-C64-MP2-FC128".</summary>
    public string Notation { get; }

    /// <summary>The shape that the spec was made for; null where a text was given. It is taken for images that no other shape is given for.</summary>
    public MapShape? Shape { get; }

    /// <summary>Layers by their notation or a preset's name; whether they fit the data shows when the data are known.</summary>
    /// <exception cref="FormatException">Not in the notation.</exception>
    public static implicit operator NetworkChoice(string notation) => FromString(notation);

    /// <summary>Layers of a spec.</summary>
    public static implicit operator NetworkChoice(NetworkSpec spec) => FromNetworkSpec(spec);

    /// <summary>Layers by their notation or a preset's name. Read when the data are known.</summary>
    public static NetworkChoice FromString(string notation)
    {
        ArgumentNullException.ThrowIfNull(notation);
        _ = NetworkNotation.Parse(notation);
        return new(notation, null);
    }

    /// <summary>Layers of a spec.</summary>
    public static NetworkChoice FromNetworkSpec(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(spec.ToString(), spec.Input);
    }

    /// <inheritdoc/>
    public override string ToString() => Notation;

    /// <summary>The network for a column of <paramref name="features"/> values.</summary>
    /// <param name="features">Values of a row.</param>
    /// <param name="classes">Classes of the label.</param>
    /// <param name="imageShape">What the user says of the images; it decides.</param>
    /// <param name="columnShape">What the column's dimensions say; asked where neither the user nor the spec says anything.</param>
    /// <exception cref="ArgumentException">Shape and features disagree, convolutions have no image, or the layers can't follow one another.</exception>
    internal NetworkSpec For(int features, int classes, MapShape? imageShape, Func<MapShape?> columnShape)
    {
        FeatureColumn.CheckImageShape(features, imageShape);
        var shape = imageShape ?? (Shape is { } own && own.Length == features ? own : columnShape() ?? MapShape.Features(features));
        var spec = NetworkSpec.Parse(Notation, shape, classes);
        return shape.IsImage || !spec.Layers.Any(layer => layer is LayerSpec.Convolution)
            ? spec
            : throw new ArgumentException($"Network \"{Notation}\" has convolutions, but nothing says how the {features} features make an image. Set ImageShape, for example MapShape.Parse(\"1x28x28\"), or use dense layers (FC128).");
    }
}
