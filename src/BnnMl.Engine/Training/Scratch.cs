namespace BnnMl;

/// <summary>One thread's memory for what lives no longer than a part of a layer's work.</summary>
sealed class Scratch
{
    /// <param name="layers">All layers that will use it.</param>
    /// <param name="batch">Samples per step.</param>
    internal Scratch(IReadOnlyList<TrainingLayer> layers, int batch)
    {
        var plan = layers.Select(layer => layer.Plan).ToArray();
        Map = new(layers.Max(layer => Math.Max(((long)layer.Plan.Units.Area + SgemmPanels.Rows) * layer.Pitch, layer.PaddedInput)) + SgemmPanels.Columns);
        Gradient = new(layers.Max(layer => layer.Plan.Pool ? ((long)layer.Plan.Units.Area * layer.Pitch) + SumTables.Columns : 0));
        Padded = new(plan.Max(BitPatches.PaddedWords));
        Lanes = new(layers.Max(layer => layer.IsConvolution ? (long)layer.Words * (layer.Plan.Pool ? 4 : 1) * TrainingLayer.LaneLength(layer.Positions) : 0));
        Masks = new(layers.Max(layer => layer.Plan.Pool ? (long)TurnedBits.Words(layer.Positions) * 4 * layer.Pitch : 0));
        Values = new(layers[0].IsConvolution ? BytePatches.PaddedLength(plan[0]) : 0);
        A = new(layers[0].IsConvolution ? ((long)plan[0].Units.Area + SgemmPanels.Rows) * BytePatches.Pitch(plan[0]) : 0);
        Strip = new((long)batch * DenseBackward.StripLength);
        B = new(layers[0].IsConvolution ? (long)layers[0].K * layers[0].Panels * SgemmPanels.Columns : 0);
        var depth = layers.Max(layer => Math.Max(Math.Max(layer.Plan.Units.Area, layer.Units), layer.IsConvolution ? 0 : layer.Plan.IsFirst ? layer.K : Math.Min(batch, DenseBackward.MaxDepth)));
        Tables = new((long)SumTables.Groups(depth) * SumTables.TablesLength);
        Results = new(Math.Max(layers.Max(layer => layer.Words), DenseBackward.TilesPerPart) * (long)SumTables.TileLength);
    }

    /// <summary>A sample's pre-activations before pooling, or the gradient of its padded input.</summary>
    internal AlignedBuffer<float> Map { get; }

    /// <summary>The gradient of a sample's pre-activations before pooling [positions, Pitch].</summary>
    internal AlignedBuffer<float> Gradient { get; }

    /// <summary>A sample's input bits with padding.</summary>
    internal AlignedBuffer<ulong> Padded { get; }

    /// <summary>The patches with a lane per input, bits along the pooled positions [Words, 4 where pooled, ⌈positions / 32⌉, 64].</summary>
    internal AlignedBuffer<uint> Lanes { get; }

    /// <summary>Which place of a window won.</summary>
    internal AlignedBuffer<uint> Masks { get; }

    /// <summary>A sample's padded map of the first layer; its padding stays 0.</summary>
    internal AlignedBuffer<float> Values { get; }

    /// <summary>The patches of 8-bit inputs.</summary>
    internal AlignedBuffer<float> A { get; }

    /// <summary>A strip of a dense layer's gradient [batch, 48].</summary>
    internal AlignedBuffer<float> Strip { get; }

    /// <summary>The first convolution's weights as ±1.</summary>
    internal AlignedBuffer<float> B { get; }

    /// <summary>Tables of six rows.</summary>
    internal AlignedBuffer<float> Tables { get; }

    /// <summary>Tiles of results: one per word of inputs.</summary>
    internal AlignedBuffer<float> Results { get; }
}
