namespace BnnMl;

/// <summary>What a training made.</summary>
/// <param name="Network">Ready for inference; its metadata carry the training record.</param>
/// <param name="Epochs">Passes made; <see cref="TrainingOptions.Epochs"/> set to it repeats a training within a budget.</param>
/// <param name="Steps">Steps made.</param>
/// <param name="Elapsed">Of this call.</param>
/// <param name="Curve">One point per epoch's end.</param>
public sealed record TrainingResult(PackedNetwork Network, double Epochs, long Steps, TimeSpan Elapsed, IReadOnlyList<LearningCurvePoint> Curve);
