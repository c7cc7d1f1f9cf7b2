using System.Numerics;

namespace BnnMl;

/// <summary>
/// How a block of samples is run: which of the first layers are bit-sliced and how wide their planes are. A rule with measured borders (eng/measurements.md), which
/// <see cref="KernelSelector"/> can override.
/// </summary>
/// <param name="SlicedLayers">The first hidden layers that are bit-sliced; 0 for none.</param>
/// <param name="PlaneWords">Words of a plane; 0 where none is.</param>
/// <param name="Samples">Most samples of a block.</param>
/// <param name="Threads">Among how many threads a block is divided.</param>
readonly record struct BlockForm(int SlicedLayers, int PlaneWords, int Samples, int Threads = 1)
{
    const int PopcountSamples = 16; // dense layers load their weights once per block
    const int LeastSamples = 16;    // fewer are faster by popcount, even of a convolution, whose positions fill the lanes
    const long MostBytes = 64L << 20; // of a thread: large images or many classes run in narrower planes, or by popcount

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
        if (form.SlicedLayers == 0)
            return form;
        var narrow = form.PlaneWords * 2 < vectorWords;
        return form with { SlicedLayers = plan.SkipLast(1).TakeWhile(layer => !narrow || layer.IsFirst || layer.Kind == LayerKind.Convolution).Count() };
    }

    static BlockForm Sliced(IReadOnlyList<PlannedLayer> plan, int vectorWords, int samples)
    {
        if (plan.Count == 1)
            return Popcount;
        var words = Math.Min(vectorWords, (int)BitOperations.RoundUpToPowerOf2((uint)(samples + 63) / 64));
        var most = MostBytes / WordBytes(plan);
        while (words > Math.Max(1, most))
            words /= 2;
        return most == 0 ? Popcount : new(plan.Count - 1, words, 64 * words);
    }

    /// <summary>Bytes that a thread's maps and scores take for 64 samples.</summary>
    static long WordBytes(IReadOnlyList<PlannedLayer> plan)
    {
        var (first, classes) = (plan[0], plan[^1].UnitCount);
        var inputs = (first.Input.Height + (2L * first.Padding)) * (first.Input.Width + (2 * first.Padding)) * first.Input.Channels * sizeof(short);
        return (64 * (inputs + first.Input.Length + (classes * 12L))) + plan.SkipLast(1).Sum(layer => layer.Output.Length * (long)sizeof(ulong));
    }
}
