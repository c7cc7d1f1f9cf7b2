namespace BnnMl;

/// <summary>What one step is about.</summary>
/// <param name="Number">From 1; Adam's bias correction needs it.</param>
/// <param name="Steps">Of the whole training, for messages.</param>
/// <param name="Rows">The samples of the batch.</param>
/// <param name="LearningRate">Of this step.</param>
/// <param name="Errors">What flips in it, or null.</param>
/// <param name="Chip">Whose errors.</param>
readonly record struct TrainingStep(long Number, long Steps, ReadOnlyMemory<int> Rows, double LearningRate, BitErrorModel? Errors, Chip Chip)
{
    /// <summary>The message of a training that diverged here: what happened, where, and the remedy.</summary>
    internal TrainingDivergedException Diverged(string what) => new(
        $"Step {Number} of {Steps}: {what}. The learning rate is the likely cause: divide TrainingOptions.LearningRate by 10, or warm up longer.");
}
