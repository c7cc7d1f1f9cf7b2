namespace BnnMl;

/// <summary>
/// Runs a packed network on single samples. Owns its rearranged weights and all buffers and allocates nothing after construction; not thread-safe: one per thread.
/// Every activation bit and score equals the scalar definition's, whatever the kernel.
/// </summary>
public sealed class Predictor
{
    readonly IHiddenStep<byte>? first;
    readonly IHiddenStep<ulong>[] hidden;
    readonly ByteDense? onlyOutput;
    readonly BitDense? output;
    readonly ILayerStep[] steps;
    readonly ulong[][] maps;
    readonly int[] sums;
    readonly float[] scratchScores;
    ulong[] readWeights = [];
    int[] readThresholds = [];

    /// <exception cref="ArgumentException">BNNML_KERNEL names a kernel that does not run here.</exception>
    public Predictor(PackedNetwork network)
        : this(network, KernelSelector.Selected)
    {
    }

    internal Predictor(PackedNetwork network, InstructionSet set)
    {
        ArgumentNullException.ThrowIfNull(network);
        var plan = network.Spec.Plan();
        var (last, zeroPoint) = (plan[^1], network.Encoding.ZeroPoint);
        if (plan.Count == 1)
            onlyOutput = new ByteDense(last, zeroPoint, set);
        else
            (first, output) = (First(plan[0], zeroPoint, set), new BitDense(last, set));
        hidden = [.. plan.Skip(1).SkipLast(1).Select(layer => Hidden(layer, set))];
        steps = [.. new ILayerStep?[] { first }.Concat(hidden).Append(onlyOutput).Append(output).OfType<ILayerStep>()];
        maps = [.. plan.SkipLast(1).Select(layer => new ulong[BitPack.Words(layer.Output.Length)])];
        (sums, scratchScores) = (new int[network.Spec.Classes], new float[network.Spec.Classes]);
        Network = network;
        Load(network);
    }

    /// <summary>The network whose parameters are loaded.</summary>
    public PackedNetwork Network { get; private set; }

    /// <summary>True while the loaded parameters carry bit errors that <see cref="Network"/> does not have.</summary>
    internal bool IsCorrupted { get; private set; }

    /// <summary>Swaps in the parameters of another network of the same spec and input zero point, into the same buffers.</summary>
    /// <exception cref="ArgumentException">The spec or the zero point differs.</exception>
    public void Load(PackedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!network.Spec.Equals(Network.Spec) || network.Encoding.ZeroPoint != Network.Encoding.ZeroPoint)
            throw new ArgumentException($"A predictor for {Network.Spec} (zero point {Network.Encoding.ZeroPoint}) can't load {network.Spec} (zero point {network.Encoding.ZeroPoint}). Create another predictor.", nameof(network));
        (Network, IsCorrupted) = (network, false);
        for (var i = 0; i < steps.Length; i++)
            steps[i].Load(network.Layers[i].Weights, network.Layers[i].Thresholds);
    }

    /// <summary>Loads <paramref name="clean"/> as one chip reads it for one sample: <see cref="BitFlips.Apply"/> without the copy of the network.</summary>
    internal void Load(PackedNetwork clean, BitErrorModel errors, Chip chip, long sample)
    {
        (Network, IsCorrupted) = (clean, true);
        for (var i = 0; i < steps.Length; i++)
        {
            var layer = clean.Layers[i];
            if (readWeights.Length < layer.Weights.Length || readThresholds.Length < layer.Thresholds.Length)
                (readWeights, readThresholds) = (new ulong[clean.Layers.Max(any => any.Weights.Length)], new int[clean.Layers.Max(any => any.Thresholds.Length)]);
            var (weights, thresholds) = (readWeights.AsMemory(0, layer.Weights.Length), readThresholds.AsMemory(0, layer.Thresholds.Length));
            BitFlips.Weights(layer.Plan, layer.Weights, errors, chip, sample, weights.Span);
            BitFlips.Thresholds(layer.Plan, layer.Thresholds, errors, chip, sample, thresholds.Span);
            steps[i].Load(weights.Span, thresholds.Span);
        }
    }

    /// <summary>Scores of one sample.</summary>
    /// <param name="input">One sample's bytes in H×W×C order, as <see cref="EncodedDataset.Row"/> gives them.</param>
    /// <param name="scores">One per class: scale · z + bias, rounded after each of the two.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Scores(ReadOnlySpan<byte> input, Span<float> scores) => Run(input, null, default, 0, scores);

    /// <summary>Scores of one sample with bit errors in the activations (those of weights and thresholds are loaded: see <see cref="BitFlips.Apply"/>).</summary>
    /// <param name="input">One sample's bytes in H×W×C order.</param>
    /// <param name="errors">Rates, targets and lifetime; nothing happens where the targets lack activations.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="sample">The sample's number, for transient errors.</param>
    /// <param name="scores">One per class.</param>
    /// <exception cref="ArgumentException">A length is wrong or the sample's number is negative.</exception>
    public void Scores(ReadOnlySpan<byte> input, BitErrorModel errors, Chip chip, long sample, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        Run(input, errors, chip, sample, scores);
    }

    /// <summary>The first class with the highest score.</summary>
    /// <param name="input">One sample's bytes in H×W×C order.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public int Predict(ReadOnlySpan<byte> input)
    {
        Run(input, null, default, 0, scratchScores);
        return Best(scratchScores);
    }

    /// <summary>The first class with the highest score, with bit errors in the activations as in <see cref="Scores(ReadOnlySpan{byte}, BitErrorModel, Chip, long, Span{float})"/>.</summary>
    internal int Predict(ReadOnlySpan<byte> input, BitErrorModel? errors, Chip chip, long sample)
    {
        Run(input, errors, chip, sample, scratchScores);
        return Best(scratchScores);
    }

    /// <summary>A hidden layer's output map of the last sample, as the next layer read it.</summary>
    internal ReadOnlySpan<ulong> Map(int layer) => maps[layer];

    /// <summary>The last sample's z per class.</summary>
    internal ReadOnlySpan<int> LastSums => sums;

    /// <summary>Index of the first of the highest scores.</summary>
    internal static int Best(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var c = 1; c < scores.Length; c++)
            if (scores[c] > scores[best])
                best = c;
        return best;
    }

    internal void Run(ReadOnlySpan<byte> input, BitErrorModel? errors, Chip chip, long sample, Span<float> scores)
    {
        if (input.Length != Network.Spec.Input.Length)
            throw new ArgumentException($"The network reads {Network.Spec.Input.Length} bytes per sample ({Network.Spec.Input}), but {input.Length} were given.", nameof(input));
        if (scores.Length != sums.Length)
            throw new ArgumentException($"The network has {sums.Length} classes, but there is room for {scores.Length} scores.", nameof(scores));
        onlyOutput?.Sums(input, sums);
        for (var i = 0; i < maps.Length; i++)
        {
            if (i == 0)
                first!.Run(input, maps[0]);
            else
                hidden[i - 1].Run(maps[i - 1], maps[i]);
            if (errors is not null)
                BitFlips.Activations(Network.Layers[i].Plan, errors, chip, sample, maps[i]);
        }

        output?.Sums(maps[^1], sums);
        var scales = Network.OutputScales;
        var biases = Network.OutputBiases;
        for (var c = 0; c < scores.Length; c++)
            scores[c] = (scales[c] * sums[c]) + biases[c]; // two roundings: C# does not contract to a fused multiply-add
    }

    static IHiddenStep<byte> First(PlannedLayer layer, byte zeroPoint, InstructionSet set) => layer.Kind switch
    {
        LayerKind.Convolution => new ByteConvolution(layer, zeroPoint, set),
        LayerKind.Dense => new ByteDense(layer, zeroPoint, set),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer.Kind, "Not a hidden layer."),
    };

    static IHiddenStep<ulong> Hidden(PlannedLayer layer, InstructionSet set) => layer.Kind switch
    {
        LayerKind.Convolution => new BitConvolution(layer, set),
        LayerKind.Dense => new BitDense(layer, set),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer.Kind, "Not a hidden layer."),
    };
}
