namespace BnnMl;

/// <summary>One thread's memory for what lives no longer than a part of a layer's work.</summary>
sealed class Scratch
{
    /// <param name="layers">All layers that will use it.</param>
    /// <param name="batch">Samples per step.</param>
    internal Scratch(IReadOnlyList<TrainingLayer> layers, int batch)
    {
        var tiles = TrainingLayer.Tiles(batch);
        Map = new(layers.Max(layer => Math.Max((long)layer.Plan.Units.Area * layer.Pitch, layer.PaddedInput)));
        Padded = new(layers.Max(layer => BitPatches.PaddedWords(layer.Plan)));
        Patches = new(layers.Max(layer => (long)layer.Plan.Units.Area * layer.Words));
        Values = new(layers[0].IsConvolution ? BytePatches.PaddedLength(layers[0].Plan) : 0);
        A = new(layers.Max(layer => Math.Max(
            Math.Max((long)TrainingLayer.Tiles(layer.Plan.Units.Area) * layer.Units, layer.K) * SgemmPanels.Rows,
            TrainingLayer.BlockTiles * (long)Math.Max(batch, SgemmPanels.MaxDepth) * SgemmPanels.Rows)));
        B = new(layers.Max(layer => Math.Max((long)layer.Plan.Units.Area * layer.Panels, Math.Max(layer.Units, (long)layer.K * (layer.Plan.IsFirst && layer.IsConvolution ? layer.Panels : 1))) * SgemmPanels.Columns));
        Results = new((long)(tiles + 1) * SgemmPanels.TileLength);
    }

    /// <summary>A sample's pre-activations before pooling, or the gradient of its padded input.</summary>
    internal AlignedBuffer<float> Map { get; }

    /// <summary>A sample's input bits with padding.</summary>
    internal AlignedBuffer<ulong> Padded { get; }

    /// <summary>A sample's patches of bits.</summary>
    internal AlignedBuffer<ulong> Patches { get; }

    /// <summary>A sample's padded map of the first layer; its padding stays 0.</summary>
    internal AlignedBuffer<float> Values { get; }

    /// <summary>Panels of A.</summary>
    internal AlignedBuffer<float> A { get; }

    /// <summary>Panels of B.</summary>
    internal AlignedBuffer<float> B { get; }

    /// <summary>Tiles of results.</summary>
    internal AlignedBuffer<float> Results { get; }
}
