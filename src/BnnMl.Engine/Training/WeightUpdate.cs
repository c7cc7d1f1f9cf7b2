using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>From gradients to new latent weights and their bits.</summary>
static unsafe class WeightUpdate
{
    /// <summary>Values of 64 weights of 64 units.</summary>
    internal const int RowsLength = 64 * ShortSums.Lanes;

    /// <summary>Steps one word's weights of a block of units, and packs their bits.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="block">Which units.</param>
    /// <param name="word">Which weights of theirs.</param>
    /// <param name="gradient">[64 or what is left of K, 64].</param>
    /// <param name="adam">The step.</param>
    internal static void Rows(TrainingLayer layer, int block, int word, float* gradient, AdamStep adam)
    {
        var at = (((nint)block * layer.K) + (word * 64)) * ShortSums.Lanes;
        adam.Apply(layer.Weights.Pointer + at, layer.Moment1.Pointer + at, layer.Moment2.Pointer + at, gradient, Math.Min(64, layer.K - (word * 64)) * ShortSums.Lanes, 1f);
        Pack(layer, block, word);
    }

    /// <summary>Floats of one chunk's gradient of a convolution, in the order of the weights; the first layer's blocks have whole tiles of rows.</summary>
    internal static long PartialLength(TrainingLayer layer) => (long)layer.Blocks * PartialRows(layer) * ShortSums.Lanes;

    /// <summary>Rows of a block of a chunk's gradient.</summary>
    internal static int PartialRows(TrainingLayer layer) => layer.Plan.IsFirst ? SgemmPanels.Tiles(layer.K) * SgemmPanels.Rows : layer.K;

    /// <summary>One word of a block of a convolution's units: adds the chunks' gradients in order, then steps.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="part">block · Words + word.</param>
    /// <param name="partial">[chunks, <see cref="PartialLength"/>].</param>
    /// <param name="chunks">Chunks to add.</param>
    /// <param name="adam">The step.</param>
    /// <param name="scratch">This thread's memory.</param>
    internal static void Convolution(TrainingLayer layer, int part, float* partial, int chunks, AdamStep adam, Scratch scratch)
    {
        var (block, word) = Math.DivRem(part, layer.Words);
        var values = partial + ((((nint)block * PartialRows(layer)) + (word * 64)) * ShortSums.Lanes);
        var sum = scratch.Results.Pointer;
        var pitch = (nint)PartialLength(layer);
        for (var i = 0; i < Math.Min(64, layer.K - (word * 64)) * ShortSums.Lanes; i += 16)
        {
            var total = Vector512.Load(values + i);
            for (var chunk = 1; chunk < chunks; chunk++)
                total += Vector512.Load(values + (chunk * pitch) + i);
            total.Store(sum + i);
        }

        Rows(layer, block, word, sum, adam);
    }

    /// <summary>The bits of one word's weights of a block of units.</summary>
    internal static void Pack(TrainingLayer layer, int block, int word)
    {
        var weights = layer.Weights.Pointer + ((((nint)block * layer.K) + (word * 64)) * ShortSums.Lanes);
        Span<ulong> rows = stackalloc ulong[64];
        var used = Math.Min(64, layer.K - (word * 64));
        for (var k = 0; k < used; k++, weights += ShortSums.Lanes)
            rows[k] = Signs(weights) | (Signs(weights + 16) << 16) | (Signs(weights + 32) << 32) | (Signs(weights + 48) << 48);
        rows[used..].Clear();
        BitTranspose.Square(rows);
        var units = Math.Min(ShortSums.Lanes, layer.Units - (block * ShortSums.Lanes));
        for (var f = 0; f < units; f++)
            layer.Bits.Pointer[WeightLanes.At((block * ShortSums.Lanes) + f, word, layer.Words)] = rows[f];
    }

    static ulong Signs(float* weights) => Vector512.GreaterThanOrEqual(Vector512.Load(weights), Vector512<float>.Zero).ExtractMostSignificantBits();
}
