using System.Numerics;

namespace BnnMl;

/// <summary>Labelled samples, immutable and checked. Features are row-major [samples, channels·height·width] in C×H×W order, in the units of the data.</summary>
public sealed class Dataset
{
    readonly float[] features;
    readonly int[] labels;
    readonly float[]? weights;

    /// <summary>Takes ownership of the arrays.</summary>
    /// <param name="shape">Shape of one sample.</param>
    /// <param name="features">samples × shape.Length finite values.</param>
    /// <param name="labels">One class index in [0, number of class names) per sample.</param>
    /// <param name="classNames">Names in the order of the class indices; at least two.</param>
    /// <param name="origin">Where the data came from; messages begin with it.</param>
    /// <param name="weights">How much each sample counts in training's loss: finite, at least 0, not all 0; only the ratios matter. Null where all count alike.</param>
    /// <exception cref="InvalidDataException">No rows, one class only, a label outside the classes, a value that is not finite, or lengths that disagree.</exception>
    public Dataset(MapShape shape, float[] features, int[] labels, IReadOnlyList<string> classNames, string origin = "data", float[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        if (labels.Length == 0)
            throw new InvalidDataException($"{origin}: there are no rows. Give at least one labelled sample.");
        if (features.Length != (long)labels.Length * shape.Length)
            throw new InvalidDataException($"{origin}: {labels.Length} labels need {(long)labels.Length * shape.Length} feature values ({shape} each), but there are {features.Length}.");
        if (classNames.Count < 2)
            throw new InvalidDataException($"{origin}: there is only one class ({string.Join(", ", classNames)}). A classifier needs at least two.");
        for (var i = 0; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classNames.Count)
                throw new InvalidDataException($"{origin}: row {i} has label {labels[i]}, outside 0…{classNames.Count - 1}. Correct the label.");
        var fault = FirstNotFinite(features);
        if (fault >= 0)
            throw new InvalidDataException($"{origin}: row {fault / shape.Length}, feature {fault % shape.Length} is {features[fault]}. Replace or remove values that are not finite.");
        CheckWeights(weights, labels.Length, origin);
        (Shape, this.features, this.labels, ClassNames, Origin, this.weights) = (shape, features, labels, [.. classNames], origin, weights);
    }

    /// <summary>Shape of one sample.</summary>
    public MapShape Shape { get; }

    /// <summary>Number of samples.</summary>
    public int Count => labels.Length;

    /// <summary>Number of classes, at least 2.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>Class names in the order of their indices.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>File or generator the data came from, for messages.</summary>
    public string Origin { get; }

    /// <summary>[samples, C·H·W] in C×H×W order.</summary>
    public ReadOnlySpan<float> Features => features;

    /// <summary>Class index per sample.</summary>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>How much each sample counts in training's loss; empty where all count alike.</summary>
    public ReadOnlySpan<float> Weights => weights;

    /// <summary>One sample's values, C×H×W.</summary>
    public ReadOnlySpan<float> Row(int index) => features.AsSpan(index * Shape.Length, Shape.Length);

    /// <summary>The samples at <paramref name="rows"/>, in that order, with the same classes.</summary>
    public Dataset Select(ReadOnlySpan<int> rows)
    {
        var chosen = new float[rows.Length * Shape.Length];
        var chosenLabels = new int[rows.Length];
        var chosenWeights = weights is null ? null : new float[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(chosen.AsSpan(i * Shape.Length));
            chosenLabels[i] = labels[rows[i]];
            if (chosenWeights is not null)
                chosenWeights[i] = weights![rows[i]];
        }

        return new Dataset(Shape, chosen, chosenLabels, ClassNames, Origin, chosenWeights);
    }

    /// <summary>Two parts with the same mixture of classes, each in this order; the same fraction, seed and rows give the same parts.</summary>
    /// <param name="fraction">Share of each class's rows to hold out, in (0, 1); at least one row of a class that has two.</param>
    /// <param name="seed">Draws the rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in (0, 1).</exception>
    /// <exception cref="InvalidDataException">No class has two rows.</exception>
    public DataSplit Split(double fraction, long seed)
    {
        if (fraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Give a share between 0 and 1, such as 0.1.");
        var (kept, heldOut) = StratifiedSplit.Rows(labels, fraction, seed);
        if (heldOut.Length == 0)
            throw new InvalidDataException($"{Origin}: no class has two rows, so that none can be held out. Give more rows.");
        return new DataSplit(Select(kept), Select(heldOut));
    }

    static void CheckWeights(float[]? weights, int rows, string origin)
    {
        if (weights is null)
            return;
        if (weights.Length != rows)
            throw new InvalidDataException($"{origin}: {rows} rows need as many weights, but there are {weights.Length}.");
        var fault = Array.FindIndex(weights, weight => !(weight >= 0 && float.IsFinite(weight)));
        if (fault >= 0)
            throw new InvalidDataException($"{origin}: row {fault} has weight {weights[fault]}. Give finite weights of at least 0.");
        if (Array.TrueForAll(weights, weight => weight == 0))
            throw new InvalidDataException($"{origin}: all weights are 0. Give at least one row a positive weight.");
    }

    /// <summary>Index of the first NaN or infinity, or −1. A vector holds one where x − x is not 0.</summary>
    internal static int FirstNotFinite(ReadOnlySpan<float> values)
    {
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var x = new Vector<float>(values[i..]);
            if (!Vector.EqualsAll(x - x, Vector<float>.Zero))
                break;
        }

        for (; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                return i;
        return -1;
    }
}
