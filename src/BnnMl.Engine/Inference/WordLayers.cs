namespace BnnMl;

/// <summary>
/// The layers of a network from one on, on words of bits: what reads bytes is in front of it. Owns its rearranged weights and all buffers and allocates nothing after
/// construction; serves one thread.
/// </summary>
sealed class WordLayers
{
    readonly int from;
    readonly int block;
    readonly int classes;
    readonly IHiddenStep<ulong>[] hidden;
    readonly BitDense output;
    readonly PlannedLayer[] sources;
    readonly ulong[][] maps; // [0] is read by the first of the layers, [i] written by hidden[i − 1]; each [block, words]

    /// <param name="spec">The network.</param>
    /// <param name="from">Index of the first of the layers, at least 1.</param>
    /// <param name="set">An available instruction set.</param>
    /// <param name="block">Most samples run at once; dense layers load their weights once per block.</param>
    internal WordLayers(NetworkSpec spec, int from, InstructionSet set, int block)
    {
        var plan = spec.Plan();
        (this.from, this.block, classes) = (from, block, spec.Classes);
        hidden = [.. plan.Skip(from).SkipLast(1).Select(layer => Hidden(layer, block, set))];
        output = new(plan[^1], block, set);
        sources = [.. plan.Skip(from - 1).SkipLast(1)];
        maps = [.. sources.Select(layer => new ulong[block * BitPack.Words(layer.Output.Length)])];
    }

    /// <summary>The layers in order, the output layer last.</summary>
    internal IEnumerable<ILayerStep> Steps => [.. hidden, output];

    /// <summary>What the first of the layers reads: maps [samples, words].</summary>
    internal Span<ulong> Input(int samples) => Maps(0, samples);

    /// <summary>From what <see cref="Input"/> holds to z [samples, classes].</summary>
    /// <param name="samples">1 … block.</param>
    /// <param name="errors">Of activations, those of the input included; null for none.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="firstSample">Number of the first sample.</param>
    /// <param name="sums">z.</param>
    internal void Run(int samples, BitErrorModel? errors, Chip chip, long firstSample, Span<int> sums)
    {
        Flip(0, samples, errors, chip, firstSample);
        Continue(samples, errors, chip, firstSample, sums);
    }

    /// <summary>As <see cref="Run"/>, where the input has its errors already.</summary>
    internal void Continue(int samples, BitErrorModel? errors, Chip chip, long firstSample, Span<int> sums)
    {
        for (var i = 0; i < hidden.Length; i++)
        {
            hidden[i].Run(Maps(i, samples), Maps(i + 1, samples), samples);
            Flip(i + 1, samples, errors, chip, firstSample);
        }

        output.Sums(Maps(hidden.Length, samples), sums[..(samples * classes)], samples);
    }

    /// <summary>A layer's output map of one sample of the last block, as the next layer read it.</summary>
    internal Span<ulong> Map(int layer, int sample)
    {
        var map = maps[layer + 1 - from];
        var words = map.Length / block;
        return map.AsSpan(sample * words, words);
    }

    Span<ulong> Maps(int map, int samples) => maps[map].AsSpan(0, maps[map].Length / block * samples);

    void Flip(int map, int samples, BitErrorModel? errors, Chip chip, long firstSample)
    {
        for (var sample = 0; errors is not null && sample < samples; sample++)
            BitFlips.Activations(sources[map], errors, chip, firstSample + sample, Map(from - 1 + map, sample));
    }

    static IHiddenStep<ulong> Hidden(PlannedLayer layer, int block, InstructionSet set) => layer.Kind switch
    {
        LayerKind.Convolution => new BitConvolution(layer, set),
        LayerKind.Dense => new BitDense(layer, block, set),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer.Kind, "Not a hidden layer."),
    };
}
