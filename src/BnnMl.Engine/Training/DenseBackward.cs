using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// A dense layer backwards, from the gradient of z. One part is a block of K: the gradient of those inputs, then that of those weights, which are stepped and packed
/// while they are in the cache; no weight gradient exists as a whole. Sums run over the batch or the units in order, so the result does not depend on threads.
/// </summary>
static unsafe class DenseBackward
{
    /// <summary>A tile of 12 samples: gradient through batch norm (hidden layers), then to panels of both kinds.</summary>
    internal static void PackTile(TrainingLayer layer, int tile, int samples)
    {
        var from = tile * SgemmPanels.Rows;
        var to = Math.Min(samples, from + SgemmPanels.Rows);
        for (var sample = from; sample < to; sample++)
        {
            if (layer.Plan.Kind != LayerKind.Output)
                ActivationGradient.ThroughBatchNorm(layer, sample);
            var row = layer.Slope.Pointer + ((nint)sample * layer.Pitch);
            for (var f = 0; f < layer.Pitch; f += 16)
                Vector512.Load(row + f).Store(layer.PackedB.Pointer + ((((nint)(f / SgemmPanels.Columns) * samples) + sample) * SgemmPanels.Columns) + (f % SgemmPanels.Columns));
        }

        PanelPacking.Transposed(layer.Slope.Pointer + ((nint)from * layer.Pitch), layer.Pitch, to - from, layer.Units,
            layer.PackedA.Pointer + ((nint)tile * layer.Units * SgemmPanels.Rows));
    }

    /// <summary>Gradient of the block's inputs, into <see cref="TrainingLayer.Raw"/> of the layer that made them: [samples, units] × [units, K].</summary>
    internal static void Inputs(TrainingLayer layer, TrainingLayer previous, int block, int samples, Scratch scratch)
    {
        var tiles = TrainingLayer.Tiles(samples);
        var end = Math.Min(layer.K, (block + 1) * TrainingLayer.BlockRows);
        for (var k = block * TrainingLayer.BlockRows; k < end; k += SgemmPanels.Columns)
        {
            var columns = Math.Min(SgemmPanels.Columns, end - k);
            for (var f = 0; f < layer.Units; f += SgemmPanels.MaxDepth)
            {
                var depth = Math.Min(SgemmPanels.MaxDepth, layer.Units - f);
                PanelPacking.SignColumns(layer.Read.Pointer + f, layer.Pitch, k, columns, depth, scratch.B.Pointer);
                for (var tile = 0; tile < tiles; tile++)
                    SgemmPanels.Tile(depth, layer.PackedA.Pointer + ((((nint)tile * layer.Units) + f) * SgemmPanels.Rows), scratch.B.Pointer,
                        scratch.Results.Pointer + (tile * SgemmPanels.TileLength), add: f > 0);
            }

            for (var sample = 0; sample < samples; sample++)
                new Span<float>(scratch.Results.Pointer + (sample * SgemmPanels.Columns), columns)
                    .CopyTo(new Span<float>(previous.Raw.Pointer + ((nint)sample * layer.K) + k, columns));
        }
    }

    /// <summary>Gradient of the block's weights, [K, samples] × [samples, units], stepped at once.</summary>
    internal static void Weights(TrainingLayer layer, TrainingLayer? previous, TrainingInput input, int block, AdamStep adam, Scratch scratch)
    {
        var (first, samples) = (block * TrainingLayer.BlockTiles, input.Count);
        var tiles = Math.Min(TrainingLayer.BlockTiles, TrainingLayer.Tiles(layer.K) - first);
        var length = (nint)samples * SgemmPanels.Rows;
        for (var tile = 0; tile < tiles; tile++)
        {
            var k = (first + tile) * SgemmPanels.Rows;
            var panel = scratch.A.Pointer + (tile * length);
            if (previous is null)
                PanelPacking.Straight(input.Values.Pointer + k, layer.K, Math.Min(SgemmPanels.Rows, layer.K - k), samples, panel);
            else
                PanelPacking.Signs(previous.Out.Pointer, previous.OutWords, k, samples, panel);
        }

        for (var panel = 0; panel < layer.Panels; panel++)
            for (var tile = 0; tile < tiles; tile++)
            {
                SgemmPanels.Tile(samples, scratch.A.Pointer + (tile * length), layer.PackedB.Pointer + ((nint)panel * samples * SgemmPanels.Columns), scratch.Results.Pointer);
                WeightUpdate.Tiles(layer, (((nint)(first + tile) * layer.Panels) + panel) * SgemmPanels.TileLength, scratch.Results.Pointer, SgemmPanels.TileLength, adam);
            }

        WeightUpdate.PackBlock(layer, block);
    }
}
