namespace BnnMl;

/// <summary>The samples of one batch as the first layer reads them.</summary>
sealed unsafe class TrainingInput
{
    const int Samples = ShortSums.Lanes; // of a panel

    readonly byte zeroPoint;
    readonly int tiles;
    readonly AlignedBuffer<float> values; // [blocks, tiles, 64, 6]
    readonly AlignedBuffer<int> places; // [blocks, tiles, 64]
    readonly int[] counts; // [blocks, tiles]
    readonly int[] rows;
    readonly int[] labels;
    readonly float[] weights;
    EncodedDataset? data;

    internal TrainingInput(PlannedLayer first, byte zeroPoint, int batch)
    {
        (this.zeroPoint, rows, labels, weights) = (zeroPoint, new int[batch], new int[batch], new float[batch]);
        tiles = first.Kind == LayerKind.Convolution ? 0 : SgemmPanels.Tiles(first.FanIn);
        var panels = SampleNumbers.Blocks(batch) * tiles;
        (values, places, counts) = (new((long)panels * Samples * SgemmPanels.Rows), new((long)panels * Samples), new int[panels]);
    }

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

    /// <summary>Dense first layer: one sample's K numbers, <paramref name="pitch"/> apart.</summary>
    internal void Numbers(int sample, short* target, nint pitch)
    {
        foreach (var value in data!.Row(rows[sample]))
        {
            *target = (short)(value - zeroPoint);
            target += pitch;
        }
    }

    /// <summary>Dense first layer: the inputs of a tile of a block of 64 samples, without the samples of which all are 0 (an image's background).</summary>
    /// <returns>Samples, their six inputs side by side, those beyond K 0, and which they are: 64 · place in the block.</returns>
    internal (int Count, nint Values, nint Places) Panel(int block, int tile)
    {
        var panel = (block * tiles) + tile;
        return (counts[panel], (nint)(values.Pointer + ((nint)panel * Samples * SgemmPanels.Rows)), (nint)(places.Pointer + ((nint)panel * Samples)));
    }

    /// <summary>Dense first layer: makes the panels of a block of samples.</summary>
    internal void Gather(int block)
    {
        Array.Clear(counts, block * tiles, tiles);
        for (var sample = block * Samples; sample < Math.Min((block + 1) * Samples, Count); sample++)
        {
            var row = data!.Row(rows[sample]);
            for (var tile = 0; tile < tiles; tile++)
                Append((block * tiles) + tile, row.Slice(tile * SgemmPanels.Rows, Math.Min(SgemmPanels.Rows, row.Length - (tile * SgemmPanels.Rows))), sample % Samples);
        }
    }

    void Append(int panel, ReadOnlySpan<byte> inputs, int place)
    {
        if (!inputs.ContainsAnyExcept(zeroPoint))
            return;
        var at = ((nint)panel * Samples) + counts[panel]++;
        var value = values.Pointer + (at * SgemmPanels.Rows);
        for (var i = 0; i < SgemmPanels.Rows; i++)
            value[i] = i < inputs.Length ? inputs[i] - zeroPoint : 0;
        places.Pointer[at] = place * SgemmPanels.Columns;
    }
}
