namespace BnnMl;

/// <summary>
/// Runs a packed network on single samples. Owns its rearranged weights and all buffers and allocates nothing after construction; not thread-safe: one per thread.
/// Every activation bit and score equals the scalar definition's, whatever the kernel. For many samples use <see cref="PackedClassifier"/>.
/// </summary>
public sealed class Predictor
{
    readonly IHiddenStep<byte>? first;
    readonly WordLayers? behind;
    readonly ByteDense? onlyOutput;
    readonly ILayerStep[] steps;
    readonly int[] sums;     // [block, classes]
    readonly float[] ownScores;
    ulong[] readWeights = [];
    int[] readThresholds = [];

    /// <exception cref="ArgumentException">BNNML_KERNEL names a kernel that does not run here.</exception>
    public Predictor(PackedNetwork network)
        : this(network, KernelSelector.Selected, block: 1)
    {
    }

    /// <param name="network">Any network.</param>
    /// <param name="set">An available instruction set.</param>
    /// <param name="block">Most samples run at once; dense layers load their weights once per block.</param>
    internal Predictor(PackedNetwork network, InstructionSet set, int block)
    {
        ArgumentNullException.ThrowIfNull(network);
        var plan = network.Spec.Plan();
        var (last, zeroPoint) = (plan[^1], network.Encoding.ZeroPoint);
        if (plan.Count == 1)
            steps = [onlyOutput = new ByteDense(last, zeroPoint, block, set)];
        else
        {
            (first, behind) = (First(plan[0], zeroPoint, block, set), new WordLayers(network.Spec, from: 1, set, block));
            steps = [first, .. behind.Steps];
        }

        (sums, ownScores) = (new int[block * network.Spec.Classes], new float[block * network.Spec.Classes]);
        Network = network;
        Load(network);
    }

    /// <summary>The network whose parameters are loaded.</summary>
    public PackedNetwork Network { get; private set; }

    /// <summary>Swaps in the parameters of another network of the same spec and input zero point, into the same buffers.</summary>
    /// <exception cref="ArgumentException">The spec or the zero point differs.</exception>
    public void Load(PackedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!network.Spec.Equals(Network.Spec) || network.Encoding.ZeroPoint != Network.Encoding.ZeroPoint)
            throw new ArgumentException($"A predictor for {Network.Spec} (zero point {Network.Encoding.ZeroPoint}) can't load {network.Spec} (zero point {network.Encoding.ZeroPoint}). Create another predictor.", nameof(network));
        Network = network;
        for (var i = 0; i < steps.Length; i++)
            steps[i].Load(network.Layers[i].Weights, network.Layers[i].Thresholds);
    }

    /// <summary>Loads the network as one chip reads it for one sample: <see cref="BitFlips.Apply(PackedNetwork, BitErrorModel, Chip, long)"/> without a copy of the network.</summary>
    internal void LoadCorrupted(PackedNetwork clean, BitErrorModel errors, Chip chip, long sample)
    {
        Network = clean;
        if (readWeights.Length == 0)
            (readWeights, readThresholds) = (new ulong[clean.Layers.Max(layer => layer.Weights.Length)], new int[clean.Layers.Max(layer => layer.Thresholds.Length)]);
        for (var i = 0; i < steps.Length; i++)
        {
            var layer = clean.Layers[i];
            var weights = readWeights.AsSpan(0, layer.Weights.Length);
            var thresholds = readThresholds.AsSpan(0, layer.Thresholds.Length);
            BitFlips.Weights(layer.Plan, layer.Weights, errors, chip, sample, weights);
            BitFlips.Thresholds(layer.Plan, layer.Thresholds, errors, chip, sample, thresholds);
            steps[i].Load(weights, thresholds);
        }
    }

    /// <summary>Scores of one sample.</summary>
    /// <param name="input">One sample's bytes in H×W×C order, as <see cref="EncodedDataset.Row"/> gives them.</param>
    /// <param name="scores">One per class: scale · z + bias, rounded after each of the two.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Scores(ReadOnlySpan<byte> input, Span<float> scores) => Run(input, 1, null, default, 0, scores);

    /// <summary>Scores of one sample with bit errors in the activations (those of weights and thresholds are loaded: see <see cref="BitFlips.Apply(PackedNetwork, BitErrorModel, Chip, long)"/>).</summary>
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
        Run(input, 1, errors, chip, sample, scores);
    }

    /// <summary>The first class with the highest score.</summary>
    /// <param name="input">One sample's bytes in H×W×C order.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public int Predict(ReadOnlySpan<byte> input)
    {
        var scores = ownScores.AsSpan(0, Network.Spec.Classes);
        Scores(input, scores);
        return Best(scores);
    }

    /// <summary>Runs a block of samples with consecutive numbers.</summary>
    /// <param name="inputs">[samples, H·W·C].</param>
    /// <param name="samples">1 … the block it was made for.</param>
    /// <param name="errors">Null for clean activations.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="firstSample">Number of the first sample.</param>
    /// <param name="scores">[samples, classes].</param>
    internal void Run(ReadOnlySpan<byte> inputs, int samples, BitErrorModel? errors, Chip chip, long firstSample, Span<float> scores)
    {
        var (input, classes) = (Network.Spec.Input, Network.Spec.Classes);
        if (inputs.Length != samples * input.Length)
            throw new ArgumentException($"The network reads {input.Length} bytes per sample ({input}), but {inputs.Length / samples} were given.", nameof(inputs));
        if (scores.Length != samples * classes)
            throw new ArgumentException($"The network has {classes} classes, but there is room for {scores.Length / samples} scores.", nameof(scores));
        var z = sums.AsSpan(0, samples * classes);
        onlyOutput?.Sums(inputs, z, samples);
        if (behind is not null)
        {
            first!.Run(inputs, behind.Input(samples), samples);
            behind.Run(samples, errors, chip, firstSample, z);
        }

        Network.Scale(z, scores);
    }

    /// <summary>A hidden layer's output map of one sample of the last block, as the next layer read it.</summary>
    internal Span<ulong> Map(int layer, int sample = 0) => behind!.Map(layer, sample);

    /// <summary>z [samples, classes] of the last block.</summary>
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

    static IHiddenStep<byte> First(PlannedLayer layer, byte zeroPoint, int block, InstructionSet set) => layer.Kind switch
    {
        LayerKind.Convolution => new ByteConvolution(layer, zeroPoint, set),
        LayerKind.Dense => new ByteDense(layer, zeroPoint, block, set),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer.Kind, "Not a hidden layer."),
    };
}
