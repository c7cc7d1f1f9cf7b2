namespace BnnMl.Search;

/// <summary>How a search's winner is trained in full, after trials that saw a part of the data for a short time.</summary>
public static class FullTraining
{
    /// <summary>Passes over the data where there is no budget to fill, but at least four times those of a trial.</summary>
    const double EpochsWithoutBudget = 10;

    /// <summary>More than any budget is worth.</summary>
    const double MostEpochs = 60;

    /// <summary>The candidate's genes, the batch size of the trials (the learning rate was found with it), and as many epochs as are worth it or fit the budget.</summary>
    /// <param name="winner">What to train.</param>
    /// <param name="trial">How the trials were trained.</param>
    /// <param name="seed">Of the training.</param>
    /// <param name="budget">Time to stay within; null: a fixed number of epochs, which repeats exactly.</param>
    public static TrainingOptions Options(Candidate winner, BinarizedTrialOptions trial, long seed, TimeSpan? budget)
    {
        ArgumentNullException.ThrowIfNull(winner);
        ArgumentNullException.ThrowIfNull(trial);
        return BinarizedTrial.Options(winner.Training, seed) with
        {
            BatchSize = trial.BatchSize,
            Epochs = budget is null ? Math.Max(EpochsWithoutBudget, 4 * trial.Epochs) : MostEpochs,
            Budget = budget,
        };
    }
}
