namespace BnnMl.Tests;

/// <summary>What a multiclass pipeline adds.</summary>
sealed class TinyPrediction
{
    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{PredictedLabel}: {string.Join(' ', Score.Select(score => score.ToString("R")))}";
}
