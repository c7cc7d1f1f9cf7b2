namespace BnnMl;

/// <summary>Where a training stands; reported a few times per second at most, but always at an epoch's end and at the training's.</summary>
/// <param name="Epoch">Passes done, with fraction.</param>
/// <param name="Epochs">Passes to do.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps to do.</param>
/// <param name="Loss">Mean over the epoch so far.</param>
/// <param name="TrainAccuracy">In [0, 1], of the epoch's training batches so far.</param>
/// <param name="ValidationAccuracy">In [0, 1], of the last validation, if there was one.</param>
/// <param name="Elapsed">Since the call.</param>
/// <param name="Remaining">Expected.</param>
public sealed record TrainingProgress(double Epoch, double Epochs, long Step, long Steps, double Loss, double TrainAccuracy, double? ValidationAccuracy,
    TimeSpan Elapsed, TimeSpan Remaining)
{
    /// <summary>The learning curve's new point in the report of an epoch's end, else null: exactly one report has it, for every point.</summary>
    public LearningCurvePoint? EpochEnd { get; init; }
}
