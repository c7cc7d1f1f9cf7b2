using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>From gradients to new latent weights and their bits.</summary>
static unsafe class WeightUpdate
{
    /// <summary>Values of 64 weights of 64 units.</summary>
    internal const int RowsLength = 64 * ShortSums.Lanes;

    const int HalfLength = RowsLength / 2;

    /// <summary>Steps one word's weights of a block of units, and packs their bits.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="block">Which units.</param>
    /// <param name="word">Which weights of theirs.</param>
    /// <param name="gradient">[64 or what is left of K, 64].</param>
    /// <param name="adam">The step.</param>
    internal static void Rows(TrainingLayer layer, int block, int word, float* gradient, AdamStep adam)
    {
        var (at, rows) = (At(layer, block, word), Used(layer, word));
        var halves = stackalloc uint[2 * ShortSums.Lanes];
        for (var from = 0; from < 64; from += 32, at += HalfLength, gradient += HalfLength)
        {
            var count = Math.Clamp(rows - from, 0, 32); // half a word's weights, moments and gradients fit the first-level cache
            adam.Apply(layer.Weights.Pointer + at, layer.Moment1.Pointer + (at / 2), layer.Moment2.Pointer + (at / 2), gradient, count * ShortSums.Lanes);
            Signs(layer.Weights.Pointer + at, count, halves + (from * 2));
        }

        Write(layer, block, word, halves);
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
        var (at, rows) = (At(layer, block, word), Used(layer, word));
        var halves = stackalloc uint[2 * ShortSums.Lanes];
        Signs(layer.Weights.Pointer + at, Math.Min(rows, 32), halves);
        Signs(layer.Weights.Pointer + at + HalfLength, Math.Max(rows - 32, 0), halves + ShortSums.Lanes);
        Write(layer, block, word, halves);
    }

    static nint At(TrainingLayer layer, int block, int word) => (((nint)block * layer.K) + (word * 64)) * ShortSums.Lanes;

    /// <summary>Bits of a word that are weights.</summary>
    static int Used(TrainingLayer layer, int word) => Math.Min(64, layer.K - (word * 64));

    /// <summary>The bits of up to 32 weights [count, 64]: a lane per unit, whose bits come in from the top. Adding 0 makes +0 of −0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Signs(float* weights, int count, uint* bits)
    {
        for (var lane = 0; lane < ShortSums.Lanes; lane += 16)
        {
            var (weight, sum) = ((nint)0, Vector512<uint>.Zero);
            for (var k = 0; k < count; k++, weight += ShortSums.Lanes)
                sum = (sum >> 1) | Vector512.AndNot(Vector512.Create(1u << 31), (Vector512.Load(weights + lane + weight) + Vector512<float>.Zero).AsUInt32());
            (count > 0 ? sum >> (32 - count) : sum).Store(bits + lane);
        }
    }

    static void Write(TrainingLayer layer, int block, int word, uint* halves)
    {
        var units = Math.Min(ShortSums.Lanes, layer.Units - (block * ShortSums.Lanes));
        var words = layer.Words;
        var bits = layer.Bits.Pointer;
        for (var f = 0; f < units; f++)
            bits[WeightLanes.At((block * ShortSums.Lanes) + f, word, words)] = halves[f] | ((ulong)halves[ShortSums.Lanes + f] << 32);
    }
}
