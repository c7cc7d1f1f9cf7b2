using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>From gradient tiles to new latent weights and their bits.</summary>
static unsafe class WeightUpdate
{
    /// <summary>A convolution's block of <see cref="TrainingLayer.BlockTiles"/> tiles: adds the chunks' gradients in order, steps, packs.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="block">Which block of rows.</param>
    /// <param name="partial">[chunks, tiles, Panels, 384]; the first chunk's is overwritten by the sum.</param>
    /// <param name="chunks">Chunks to add.</param>
    /// <param name="adam">The step.</param>
    internal static void Convolution(TrainingLayer layer, int block, float* partial, int chunks, AdamStep adam)
    {
        var length = (nint)layer.Weights.Length;
        var from = (nint)block * TrainingLayer.BlockTiles * layer.Panels * SgemmPanels.TileLength;
        var count = Math.Min(length - from, (nint)TrainingLayer.BlockTiles * layer.Panels * SgemmPanels.TileLength);
        var sum = partial + from;
        for (var chunk = 1; chunk < chunks; chunk++)
        {
            var other = partial + (chunk * length) + from;
            for (nint i = 0; i < count; i += 16)
                (Vector512.Load(sum + i) + Vector512.Load(other + i)).Store(sum + i);
        }

        Tiles(layer, from, sum, count, adam);
        PackBlock(layer, block);
    }

    /// <summary>Steps the weights at <paramref name="at"/>, where whole tiles begin.</summary>
    internal static void Tiles(TrainingLayer layer, nint at, float* gradient, nint count, AdamStep adam) =>
        adam.Apply(layer.Weights.Pointer + at, layer.Moment1.Pointer + at, layer.Moment2.Pointer + at, gradient, count, 1f);

    /// <summary>The bits of a block's rows.</summary>
    internal static void PackBlock(TrainingLayer layer, int block)
    {
        var from = block * TrainingLayer.BlockRows / 64;
        for (var word = from; word < Math.Min(layer.Words, from + (TrainingLayer.BlockRows / 64)); word++)
            for (var f = 0; f < layer.Pitch; f += 16)
            {
                var low = Half(layer, word * 64, f);
                var high = Half(layer, (word * 64) + 32, f);
                var bits = layer.Bits.Pointer + ((nint)word * layer.Pitch) + f;
                (Vector512.WidenLower(low) | (Vector512.WidenLower(high) << 32)).Store(bits);
                (Vector512.WidenUpper(low) | (Vector512.WidenUpper(high) << 32)).Store(bits + 8);
            }
    }

    /// <summary>Bit i of lane j: sign of weight (k + i, f + j), 32 of them; rows beyond K give 0.</summary>
    static Vector512<uint> Half(TrainingLayer layer, int k, int f)
    {
        var bits = Vector512<uint>.Zero;
        for (var i = 0; i < Math.Min(32, layer.K - k); i++)
        {
            var positive = Vector512.GreaterThanOrEqual(Vector512.Load(layer.Weights.Pointer + layer.At(k + i, f)), Vector512<float>.Zero).AsUInt32();
            bits |= positive & Vector512.Create(1u << i);
        }

        return bits;
    }
}
