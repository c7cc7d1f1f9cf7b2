namespace BnnMl.Tests;

/// <summary>What a binary transformer adds.</summary>
public sealed class BinaryPrediction
{
    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public float Probability { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{PredictedLabel}: {Score:R} {Probability:R}";
}
