namespace BnnMl;

/// <summary>One epoch's end.</summary>
/// <param name="Epoch">Passes done.</param>
/// <param name="Loss">Mean over the epoch's training batches.</param>
/// <param name="TrainAccuracy">In [0, 1], of the epoch's training batches, with their bit errors if any.</param>
/// <param name="ValidationAccuracy">In [0, 1], of the folded network without bit errors; null without validation data.</param>
public sealed record LearningCurvePoint(double Epoch, double Loss, double TrainAccuracy, double? ValidationAccuracy);
