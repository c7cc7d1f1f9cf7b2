namespace BnnMl.Tests;

/// <summary>What a multiclass transformer adds.</summary>
public sealed class MulticlassPrediction
{
    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{PredictedLabel}: {string.Join(' ', Score.Select(score => score.ToString("R")))}";
}
