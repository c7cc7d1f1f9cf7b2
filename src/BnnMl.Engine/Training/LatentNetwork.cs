namespace BnnMl;

/// <summary>
/// What training learns, in floats: the latent weights, whose signs are the network's bits, the batch norms' shifts, the output's scale and biases. Training starts from one
/// (<see cref="TrainingOptions.WarmStart"/>) and gives one (<see cref="TrainingResult.Latent"/>); it is not needed to run the network. Immutable.
/// </summary>
public sealed class LatentNetwork
{
    readonly float[][] weights;
    readonly float[][] shifts;

    /// <summary>Takes ownership of the arrays.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">Per layer [units, K] in [−1, 1], element order as in a <see cref="PackedLayer"/>: (ky, kx, channel), for a dense layer (row, column, channel).</param>
    /// <param name="shifts">Per layer [units]: batch norm's shift (its scale is 1); for the output layer the biases.</param>
    /// <param name="logScale">θ of the output's scale e^θ / (√K · largest input); null where the scale is frozen at 1, as with the modified hinge loss.</param>
    /// <exception cref="ArgumentException">A length is not the architecture's, a value is not finite, or a weight lies outside [−1, 1].</exception>
    public LatentNetwork(NetworkSpec spec, float[][] weights, float[][] shifts, float? logScale)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(shifts);
        var plan = spec.Plan();
        if (weights.Length != plan.Count || shifts.Length != plan.Count)
            throw new ArgumentException($"{spec} has {plan.Count} layers, but weights of {weights.Length} and shifts of {shifts.Length} were given.");
        foreach (var layer in plan)
        {
            Check(layer, "weights", weights[layer.Index], layer.WeightBits, 1);
            Check(layer, layer.Kind == LayerKind.Output ? "biases" : "shifts", shifts[layer.Index], layer.UnitCount, float.MaxValue);
        }

        if (logScale is { } theta && !(Math.Abs(theta) <= MaxLogScale))
            throw new ArgumentException($"The logarithm {theta} of the output's scale is not within ±{MaxLogScale}.", nameof(logScale));
        (Spec, this.weights, this.shifts, LogScale) = (spec, weights, shifts, logScale);
    }

    /// <summary>Largest magnitude of <see cref="LogScale"/>; training keeps it there.</summary>
    internal const float MaxLogScale = 20;

    /// <summary>The architecture.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>θ of the output's scale e^θ / (√K · largest input); null where the scale is 1 and not learned.</summary>
    public float? LogScale { get; }

    /// <summary>The factor from the output layer's z to scores.</summary>
    public float OutputScale => Scale(Spec.Plan()[^1], LogScale);

    /// <summary>A layer's latent weights [units, K].</summary>
    public ReadOnlySpan<float> Weights(int layer) => weights[layer];

    /// <summary>A layer's shifts [units]; the output layer's biases.</summary>
    public ReadOnlySpan<float> Shifts(int layer) => shifts[layer];

    /// <summary>Latent weights uniform in [−1, 1], drawn by <paramref name="seed"/>; everything else 0.</summary>
    public static LatentNetwork Initial(NetworkSpec spec, long seed)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var plan = spec.Plan();
        return new(spec, [.. plan.Select(layer => Drawn(layer, seed))], [.. plan.Select(layer => new float[layer.UnitCount])], 0);
    }

    /// <summary>Writes a safetensors file (weights: [units, K] in this class's order, under NAME.latent and NAME.shift), whole or not at all.</summary>
    /// <exception cref="IOException">The file can't be written; the message names it.</exception>
    public void Save(string path) => LatentNetworkFile.Write(this, path);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Not such a file, or damaged; the message names the place.</exception>
    public static LatentNetwork Load(string path) => LatentNetworkFile.Read(path);

    internal static float Scale(PlannedLayer output, float? logScale) =>
        logScale is { } theta ? (float)(Math.Exp(theta) / (Math.Sqrt(output.FanIn) * output.InputMagnitude)) : 1f;

    static float[] Drawn(PlannedLayer layer, long seed)
    {
        var (key, drawn) = (AddressedRandom.Key(seed, (ulong)layer.Index), new float[layer.WeightBits]);
        for (var f = 0; f < layer.UnitCount; f++)
            for (var k = 0; k < layer.FanIn; k++)
                drawn[(f * layer.FanIn) + k] = (float)((2 * AddressedRandom.Uniform(key, ((ulong)k * (ulong)layer.UnitCount) + (ulong)f)) - 1);
        return drawn;
    }

    static void Check(PlannedLayer layer, string what, float[] values, long length, float limit)
    {
        if (values.LongLength != length)
            throw new ArgumentException($"{layer.Name} has {length} {what}, but {values.Length} were given.");
        var fault = Array.FindIndex(values, value => !(Math.Abs(value) <= limit));
        if (fault >= 0)
            throw new ArgumentException($"{layer.Name}: value {fault} of its {what} is {values[fault]}, outside ±{limit}.");
    }
}
