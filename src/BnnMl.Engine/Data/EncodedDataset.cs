namespace BnnMl;

/// <summary>Samples as the first layer reads them: bytes [samples, H·W·C] in H×W×C order, with their labels.</summary>
public sealed class EncodedDataset
{
    readonly byte[] inputs;
    readonly int[] labels;
    readonly float[]? weights;
    readonly double meanWeight;

    internal EncodedDataset(MapShape shape, int classes, byte[] inputs, int[] labels, float[]? weights = null)
    {
        (Shape, Classes, this.inputs, this.labels, this.weights) = (shape, classes, inputs, labels, weights);
        meanWeight = weights is { Length: > 0 } ? weights.Average(weight => (double)weight) : 1;
    }

    /// <summary>Shape of one sample.</summary>
    public MapShape Shape { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Number of samples.</summary>
    public int Count => labels.Length;

    /// <summary>Class index per sample.</summary>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>How much each sample counts in training's loss; empty where all count alike.</summary>
    public ReadOnlySpan<float> Weights => weights;

    /// <summary>A sample's weight over the mean of all; 1 where all count alike, 0 where all are 0.</summary>
    internal float RelativeWeight(int index) => weights is null ? 1 : meanWeight == 0 ? 0 : (float)(weights[index] / meanWeight);

    /// <summary>One sample's bytes, H×W×C.</summary>
    public ReadOnlySpan<byte> Row(int index) => inputs.AsSpan(index * Shape.Length, Shape.Length);

    /// <summary>Bytes of <paramref name="count"/> samples from <paramref name="first"/> on: [count, H·W·C].</summary>
    public ReadOnlySpan<byte> Rows(int first, int count) => inputs.AsSpan(first * Shape.Length, count * Shape.Length);

    /// <summary>At most <paramref name="count"/> samples, evenly from first to last, so that sorted data give all of their kinds.</summary>
    internal EncodedDataset Spread(int count)
    {
        if (count >= Count)
            return this;
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * Count / count))];
        var chosen = new byte[count * Shape.Length];
        for (var i = 0; i < count; i++)
            Row(rows[i]).CopyTo(chosen.AsSpan(i * Shape.Length));
        return new EncodedDataset(Shape, Classes, chosen, [.. rows.Select(row => labels[row])], weights is null ? null : [.. rows.Select(row => weights[row])]);
    }

    /// <summary>The first <paramref name="count"/> samples (all of them if there are fewer).</summary>
    public EncodedDataset Take(int count) => count >= Count
        ? this
        : new EncodedDataset(Shape, Classes, inputs[..(count * Shape.Length)], labels[..count], weights?[..count]);
}
