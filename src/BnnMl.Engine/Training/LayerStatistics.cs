namespace BnnMl;

/// <summary>Of a hidden layer's z over the training data, after pooling: what batch norm normalises by in the finished network.</summary>
/// <param name="Mean">[units].</param>
/// <param name="InverseDeviation">1 / √(variance + ε) [units].</param>
sealed record LayerStatistics(float[] Mean, float[] InverseDeviation);
