using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>From gradient tiles to new latent weights and their bits.</summary>
static unsafe class WeightUpdate
{
    /// <summary>Steps one tile of 6 units × 64 weights and packs its bits.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="tile">Which units.</param>
    /// <param name="word">Which weights of theirs.</param>
    /// <param name="gradient">[6, 64].</param>
    /// <param name="adam">The step.</param>
    internal static void Tile(TrainingLayer layer, int tile, int word, float* gradient, AdamStep adam)
    {
        var at = (((nint)tile * layer.Words) + word) * SumTables.TileLength;
        adam.Apply(layer.Weights.Pointer + at, layer.Moment1.Pointer + at, layer.Moment2.Pointer + at, gradient, SumTables.TileLength, 1f);
        PackTile(layer, tile, word);
    }

    /// <summary>Floats of one chunk's gradient of a convolution: in the order of the weights; the first layer's in tiles [⌈K / 6⌉, Panels, 384] with rows along K.</summary>
    internal static long PartialLength(TrainingLayer layer) =>
        layer.Plan.IsFirst ? (long)SumTables.Tiles(layer.K) * layer.Panels * SumTables.TileLength : layer.Weights.Length;

    /// <summary>A convolution's tile of units: adds the chunks' gradients in order, then steps.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="tile">Which units.</param>
    /// <param name="partial">[chunks, <see cref="PartialLength"/>].</param>
    /// <param name="chunks">Chunks to add.</param>
    /// <param name="adam">The step.</param>
    /// <param name="scratch">This thread's memory.</param>
    internal static void Convolution(TrainingLayer layer, int tile, float* partial, int chunks, AdamStep adam, Scratch scratch)
    {
        var sum = scratch.Results.Pointer;
        if (layer.Plan.IsFirst)
            SumFirst(layer, tile, partial, chunks, sum);
        else
            Sum(partial + (tile * (nint)layer.Words * SumTables.TileLength), (nint)layer.Weights.Length, chunks, layer.Words * SumTables.TileLength, sum);
        for (var word = 0; word < layer.Words; word++)
            Tile(layer, tile, word, sum + (word * SumTables.TileLength), adam);
    }

    static void Sum(float* values, nint pitch, int chunks, int count, float* sum)
    {
        for (nint i = 0; i < count; i += 16)
        {
            var total = Vector512.Load(values + i);
            for (var chunk = 1; chunk < chunks; chunk++)
                total += Vector512.Load(values + (chunk * pitch) + i);
            total.Store(sum + i);
        }
    }

    /// <summary>The first layer's gradient has its rows along K: turned here.</summary>
    static void SumFirst(TrainingLayer layer, int tile, float* partial, int chunks, float* sum)
    {
        var (from, pitch) = (tile * SumTables.Rows, (nint)PartialLength(layer));
        new Span<float>(sum, layer.Words * SumTables.TileLength).Clear();
        for (var f = from; f < Math.Min(layer.Units, from + SumTables.Rows); f++)
            for (var k = 0; k < layer.K; k++)
            {
                var value = partial + ((((nint)(k / SumTables.Rows) * layer.Panels) + (f / SumTables.Columns)) * SumTables.TileLength) + (k % SumTables.Rows * SumTables.Columns) + (f % SumTables.Columns);
                ref var total = ref sum[(k / SumTables.Columns * SumTables.TileLength) + ((f - from) * SumTables.Columns) + (k % SumTables.Columns)];
                for (var chunk = 0; chunk < chunks; chunk++)
                    total += value[chunk * pitch];
            }
    }

    /// <summary>The bits of a tile: word <paramref name="word"/> of its units.</summary>
    internal static void PackTile(TrainingLayer layer, int tile, int word)
    {
        var weights = layer.Weights.Pointer + ((((nint)tile * layer.Words) + word) * SumTables.TileLength);
        var used = BitPack.LastWordMask(Math.Min(64, layer.K - (word * 64)));
        var end = Math.Min(layer.Units, (tile + 1) * SumTables.Rows);
        for (var f = tile * SumTables.Rows; f < end; f++, weights += SumTables.Columns)
        {
            var bits = 0UL;
            for (var k = 0; k < SumTables.Columns; k += 16)
                bits |= Vector512.GreaterThanOrEqual(Vector512.Load(weights + k), Vector512<float>.Zero).ExtractMostSignificantBits() << k;
            layer.Bits.Pointer[WeightLanes.At(f, word, layer.Words)] = bits & used;
        }
    }
}
