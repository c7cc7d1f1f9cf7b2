using System.Numerics;

namespace BnnMl;

/// <summary>
/// How a block of samples is run: which of the first layers are bit-sliced and how wide their planes are. A rule with measured borders (eng/measurements.md), which
/// <see cref="KernelSelector"/> can override.
/// </summary>
/// <param name="SlicedLayers">The first hidden layers that are bit-sliced; 0 for none.</param>
/// <param name="PlaneWords">Words of a plane; 0 where none is.</param>
/// <param name="Samples">Most samples of a block.</param>
readonly record struct BlockForm(int SlicedLayers, int PlaneWords, int Samples)
{
    const int PopcountSamples = 16; // dense layers load their weights once per block
    const int LeastSamples = 16;    // fewer are faster by popcount, even of a convolution, whose positions fill the lanes

    /// <summary>The form for blocks of up to <paramref name="samples"/> samples.</summary>
    internal static BlockForm Of(NetworkSpec spec, InstructionSet set, BatchMethod method, int samples) => method switch
    {
        BatchMethod.Measured => Measured(spec.Plan(), BitSlice.VectorWords(set), samples),
        BatchMethod.Sliced => Sliced(spec.Plan().Count - 1, BitSlice.VectorWords(set), samples),
        BatchMethod.Popcount => Popcount,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "No such way to run a batch."),
    };

    static BlockForm Popcount => new(0, 0, PopcountSamples);

    /// <summary>A dense layer fills a vector with samples only, so it is sliced where they fill half of it; a convolution with positions too.</summary>
    static BlockForm Measured(IReadOnlyList<PlannedLayer> plan, int vectorWords, int samples)
    {
        if (samples < LeastSamples)
            return Popcount;
        var form = Sliced(plan.Count - 1, vectorWords, samples);
        var narrow = form.PlaneWords * 2 < vectorWords;
        return form with { SlicedLayers = plan.SkipLast(1).TakeWhile(layer => !narrow || layer.IsFirst || layer.Kind == LayerKind.Convolution).Count() };
    }

    static BlockForm Sliced(int layers, int vectorWords, int samples)
    {
        var words = Math.Min(vectorWords, (int)BitOperations.RoundUpToPowerOf2((uint)(samples + 63) / 64));
        return layers == 0 ? Popcount : new(layers, words, 64 * words);
    }
}
