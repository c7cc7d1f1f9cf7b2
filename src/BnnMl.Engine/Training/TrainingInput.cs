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
        (Offsets, Corners) = dense ? ([], []) : (BytePatches.Offsets(first), BytePatches.Corners(first));
        Values = new(dense ? (long)batch * first.FanIn : 0);
        Packed = new(dense ? (long)TrainingLayer.Tiles(batch) * first.FanIn * SgemmPanels.Rows : 0);
    }

    /// <summary>Dense first layer: [batch, K].</summary>
    internal AlignedBuffer<float> Values { get; }

    /// <summary>The same as A panels [tiles of samples, K, 12].</summary>
    internal AlignedBuffer<float> Packed { get; }

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

    /// <summary>Convolution: see <see cref="BytePatches.Offsets"/>.</summary>
    internal int[] Offsets { get; }

    /// <summary>Convolution: see <see cref="BytePatches.Corners"/>.</summary>
    internal int[] Corners { get; }

    /// <summary>Convolution: one sample's padded map, see <see cref="BytePatches.Pad"/>.</summary>
    internal void Pad(PlannedLayer first, int sample, float* padded) => BytePatches.Pad(first, data!.Row(rows[sample]), zeroPoint, padded);

    /// <summary>Dense first layer: a tile of 12 samples into <see cref="Values"/> and <see cref="Packed"/>.</summary>
    internal void GatherTile(PlannedLayer first, int tile)
    {
        var (from, k) = (tile * SgemmPanels.Rows, first.FanIn);
        var samples = Math.Min(SgemmPanels.Rows, Count - from);
        for (var sample = from; sample < from + samples; sample++)
            BytePatches.Values(data!.Row(rows[sample]), zeroPoint, Values.Pointer + ((nint)sample * k));
        PanelPacking.Transposed(Values.Pointer + ((nint)from * k), k, samples, k, Packed.Pointer + ((nint)tile * k * SgemmPanels.Rows));
    }
}
