namespace BnnMl;

/// <summary>One thread's memory for what lives no longer than a part of a layer's work.</summary>
sealed class Scratch
{
    /// <param name="layers">All layers that will use it.</param>
    /// <param name="batch">Samples per step.</param>
    internal Scratch(IReadOnlyList<TrainingLayer> layers, int batch)
    {
        var plan = layers.Select(layer => layer.Plan).ToArray();
        Map = new(layers.Max(layer => Math.Max((long)layer.Plan.Units.Area * layer.Pitch, layer.PaddedInput)));
        Gradient = new(layers.Max(layer => layer.Plan.Pool ? ((long)layer.Plan.Units.Area * layer.Pitch) + SumTables.Columns : 0));
        Padded = new(plan.Max(BitPatches.PaddedWords));
        Patches = new(plan.Max(layer => (long)layer.Units.Area * layer.WordsPerUnit));
        Lanes = new(layers.Max(layer => layer.IsConvolution ? (long)layer.Words * TrainingLayer.LaneLength(layer.Plan.Units.Area) : 0));
        Values = new(layers[0].IsConvolution ? BytePatches.PaddedLength(plan[0]) : 0);
        A = new(Math.Max(layers.Max(layer => Math.Max(layer.Plan.Units.Area, layer.K)) * (long)SgemmPanels.Rows, (long)batch * DenseBackward.TilesPerPart * SumTables.Rows));
        B = new(layers[0].IsConvolution ? (long)layers[0].K * layers[0].Panels * SgemmPanels.Columns : 0);
        var depth = layers.Max(layer => Math.Max(Math.Max(layer.Plan.Units.Area, layer.Units), layer.IsConvolution ? 0 : layer.Plan.IsFirst ? layer.K : Math.Min(batch, DenseBackward.MaxDepth)));
        Tables = new(Math.Max((long)SumTables.Groups(depth) * SumTables.TablesLength, (long)batch * SgemmPanels.Rows));
        Results = new(layers.Max(layer => (long)layer.Words) * SumTables.TileLength);
    }

    /// <summary>A sample's pre-activations before pooling, or the gradient of its padded input.</summary>
    internal AlignedBuffer<float> Map { get; }

    /// <summary>The gradient of a sample's pre-activations before pooling [positions, Pitch].</summary>
    internal AlignedBuffer<float> Gradient { get; }

    /// <summary>A sample's input bits with padding.</summary>
    internal AlignedBuffer<ulong> Padded { get; }

    /// <summary>A sample's patches of bits.</summary>
    internal AlignedBuffer<ulong> Patches { get; }

    /// <summary>The patches with a lane per input, bits along the positions [Words, ⌈positions / 32⌉, 64].</summary>
    internal AlignedBuffer<uint> Lanes { get; }

    /// <summary>A sample's padded map of the first layer; its padding stays 0.</summary>
    internal AlignedBuffer<float> Values { get; }

    /// <summary>A panel of A, or a strip of a gradient.</summary>
    internal AlignedBuffer<float> A { get; }

    /// <summary>Panels of B: the first convolution's weights.</summary>
    internal AlignedBuffer<float> B { get; }

    /// <summary>Tables of six rows.</summary>
    internal AlignedBuffer<float> Tables { get; }

    /// <summary>Tiles of results: one per word of inputs.</summary>
    internal AlignedBuffer<float> Results { get; }
}
