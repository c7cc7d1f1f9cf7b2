namespace BnnMl;

/// <summary>The samples of one batch as the first layer reads them.</summary>
sealed unsafe class TrainingInput
{
    readonly byte zeroPoint;
    readonly int[] rows;
    readonly int[] labels;
    readonly float[] weights;
    EncodedDataset? data;

    internal TrainingInput(PlannedLayer first, byte zeroPoint, int batch)
    {
        (this.zeroPoint, rows, labels, weights) = (zeroPoint, new int[batch], new int[batch], new float[batch]);
        var dense = first.Kind != LayerKind.Convolution;
        Values = new(dense ? ((long)batch * first.FanIn) + SgemmPanels.Columns : 0);
    }

    /// <summary>Dense first layer: [batch, K], with room behind it for a panel's columns that nobody reads.</summary>
    internal AlignedBuffer<float> Values { get; }

    /// <summary>Class index per sample.</summary>
    internal ReadOnlySpan<int> Labels => labels.AsSpan(0, Count);

    /// <summary>Relative weight per sample.</summary>
    internal ReadOnlySpan<float> Weights => weights.AsSpan(0, Count);

    /// <summary>Samples in this batch; the rest of the memory is left alone.</summary>
    internal int Count { get; private set; }

    /// <summary>Chooses the batch's samples.</summary>
    internal void Choose(EncodedDataset source, ReadOnlySpan<int> chosen)
    {
        (data, Count) = (source, chosen.Length);
        chosen.CopyTo(rows);
        for (var i = 0; i < chosen.Length; i++)
            (labels[i], weights[i]) = (source.Labels[chosen[i]], source.RelativeWeight(chosen[i]));
    }

    /// <summary>Convolution: one sample's patches in the layer's order [positions, <see cref="BytePatches.Pitch"/>].</summary>
    internal void Patches(TrainingLayer first, int sample, Scratch scratch)
    {
        BytePatches.Pad(first.Plan, data!.Row(rows[sample]), zeroPoint, scratch.Values.Pointer);
        BytePatches.Gather(first.Plan, scratch.Values.Pointer, first.Corners, scratch.A.Pointer);
    }

    /// <summary>Dense first layer: samples to <see cref="Values"/>.</summary>
    internal void Gather(int from, int samples)
    {
        var k = data!.Shape.Length;
        for (var sample = from; sample < from + samples; sample++)
            BytePatches.Values(data.Row(rows[sample]), zeroPoint, Values.Pointer + ((nint)sample * k));
    }
}
