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
    const long MostBytes = 64L << 20; // of a thread's maps: those of large images are narrower

    /// <summary>The form for blocks of up to <paramref name="samples"/> samples.</summary>
    internal static BlockForm Of(NetworkSpec spec, InstructionSet set, BatchMethod method, int samples) => method switch
    {
        BatchMethod.Measured => Measured(spec.Plan(), BitSlice.VectorWords(set), samples),
        BatchMethod.Sliced => Sliced(spec.Plan(), BitSlice.VectorWords(set), samples),
        BatchMethod.Popcount => Popcount,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "No such way to run a batch."),
    };

    static BlockForm Popcount => new(0, 0, PopcountSamples);

    /// <summary>A dense layer fills a vector with samples only, so it is sliced where they fill half of it; a convolution with positions too.</summary>
    static BlockForm Measured(IReadOnlyList<PlannedLayer> plan, int vectorWords, int samples)
    {
        if (samples < LeastSamples)
            return Popcount;
        var form = Sliced(plan, vectorWords, samples);
        var narrow = form.PlaneWords * 2 < vectorWords;
        return form with { SlicedLayers = plan.SkipLast(1).TakeWhile(layer => !narrow || layer.IsFirst || layer.Kind == LayerKind.Convolution).Count() };
    }

    static BlockForm Sliced(IReadOnlyList<PlannedLayer> plan, int vectorWords, int samples)
    {
        if (plan.Count == 1)
            return Popcount;
        var words = Math.Min(vectorWords, (int)BitOperations.RoundUpToPowerOf2((uint)(samples + 63) / 64));
        while (words > 1 && words * plan.SkipLast(1).Sum(layer => (layer.IsFirst ? Padded(layer) * 64 * sizeof(short) : 0) + (layer.Output.Length * (long)sizeof(ulong))) > MostBytes)
            words /= 2;
        return new(plan.Count - 1, words, 64 * words);
    }

    /// <summary>Numbers of the first layer's input with its padding.</summary>
    static long Padded(PlannedLayer first) => (first.Input.Height + (2L * first.Padding)) * (first.Input.Width + (2 * first.Padding)) * first.Input.Channels;
}
