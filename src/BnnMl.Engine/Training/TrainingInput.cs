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
        Values = new(dense ? (long)batch * SgemmPanels.Tiles(first.FanIn) * SgemmPanels.Rows : 0);
    }

    /// <summary>Dense first layer: a tile's inputs side by side, [⌈K / 6⌉, batch, 6]; those beyond K are 0.</summary>
    internal AlignedBuffer<float> Values { get; }

    /// <summary>Class index per sample.</summary>
    internal ReadOnlySpan<int> Labels => labels.AsSpan(0, Count);

    /// <summary>Relative weight per sample.</summary>
    internal ReadOnlySpan<float> Weights => weights.AsSpan(0, Count);

    /// <summary>Samples in this batch; the rest of the memory is left alone.</summary>
    internal int Count { get; private set; }

    /// <summary>Most samples.</summary>
    internal int Capacity => rows.Length;

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

    /// <summary>Dense first layer: one sample's K numbers, <paramref name="pitch"/> apart.</summary>
    internal void Numbers(int sample, short* target, nint pitch)
    {
        foreach (var value in data!.Row(rows[sample]))
        {
            *target = (short)(value - zeroPoint);
            target += pitch;
        }
    }

    /// <summary>Dense first layer: one sample to <see cref="Values"/>.</summary>
    internal void Gather(int sample)
    {
        var row = data!.Row(rows[sample]);
        var rest = (rows.Length - 1) * SgemmPanels.Rows;
        var value = Values.Pointer + (sample * SgemmPanels.Rows);
        for (var k = 0; k < row.Length; value += rest)
            for (var end = Math.Min(row.Length, k + SgemmPanels.Rows); k < end; k++)
                *value++ = row[k] - zeroPoint;
    }
}
