namespace BnnMl;

/// <summary>A layer's parameters as bits: what memory holds and what bit errors flip.</summary>
public sealed class PackedLayer
{
    readonly ulong[] weights;
    readonly int[] thresholds;

    /// <summary>Takes ownership of both arrays.</summary>
    /// <param name="plan">The layer's place in the network.</param>
    /// <param name="weights">[units, WordsPerUnit]: bit 1 is +1; element order (ky, kx, channel), for a dense layer (row, column, channel); unused bits 0.</param>
    /// <param name="thresholds">One T in [−ZMax, ZMax + 1] per unit (stored codes after bit errors may reach further); empty for the output layer.</param>
    /// <exception cref="ArgumentException">A length is wrong, an unused bit is set, or a threshold's code does not fit its bits.</exception>
    public PackedLayer(PlannedLayer plan, ulong[] weights, int[] thresholds)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (weights.LongLength != (long)plan.UnitCount * plan.WordsPerUnit)
            throw new ArgumentException($"{plan.Name} needs {(long)plan.UnitCount * plan.WordsPerUnit} weight words, but {weights.Length} were given.", nameof(weights));
        var expected = plan.Kind == LayerKind.Output ? 0 : plan.UnitCount;
        if (thresholds.Length != expected)
            throw new ArgumentException($"{plan.Name} needs {expected} thresholds, but {thresholds.Length} were given.", nameof(thresholds));
        var unused = ~BitPack.LastWordMask(plan.FanIn);
        for (var unit = 0; unit < plan.UnitCount; unit++)
            if ((weights[(((long)unit + 1) * plan.WordsPerUnit) - 1] & unused) != 0)
                throw new ArgumentException($"{plan.Name}, unit {unit}: weight bits beyond the fan-in of {plan.FanIn} are set. Clear them.", nameof(weights));
        foreach (var threshold in thresholds)
            if ((ulong)((long)threshold + plan.ZMax) >> plan.ThresholdBits != 0)
                throw new ArgumentException($"{plan.Name}: threshold {threshold} does not fit {plan.ThresholdBits} bits (from {-plan.ZMax}).", nameof(thresholds));
        (Plan, this.weights, this.thresholds) = (plan, weights, thresholds);
    }

    /// <summary>The layer's place in the network.</summary>
    public PlannedLayer Plan { get; }

    /// <summary>[units, WordsPerUnit].</summary>
    public ReadOnlySpan<ulong> Weights => weights;

    /// <summary>One per unit; empty for the output layer.</summary>
    public ReadOnlySpan<int> Thresholds => thresholds;

    /// <summary>One unit's words.</summary>
    public ReadOnlySpan<ulong> Row(int unit) => weights.AsSpan(unit * Plan.WordsPerUnit, Plan.WordsPerUnit);
}
