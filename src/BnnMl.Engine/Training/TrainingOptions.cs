namespace BnnMl;

/// <summary>How a network is trained. The defaults are those that did well on Fashion-MNIST with networks of 10 KiB to 1 MiB.</summary>
public sealed record TrainingOptions
{
    /// <summary>What is minimised.</summary>
    public Loss Loss { get; init; } = new Loss.CrossEntropy();

    /// <summary>Passes over the training data, positive; fractions are allowed. With a <see cref="Budget"/> the most that are made.</summary>
    public double Epochs { get; init; } = 10;

    /// <summary>
    /// Time to stay within. The engine times some steps, chooses the number of epochs that fits and reports it: <see cref="Epochs"/> set to that number
    /// repeats the training exactly. On a machine that becomes much slower than it was then, the training is stopped early, at an epoch's end; that can't be
    /// repeated, since the learning rate was on its way to <see cref="TrainingResult.PlannedEpochs"/>. Training that goes on from a checkpoint counts its time anew.
    /// </summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Samples per step, at least 2.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's highest learning rate of the latent weights, which live in [−1, 1]; positive.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>How the learning rate rises and falls.</summary>
    public LearningRateSchedule Schedule { get; init; } = new LearningRateSchedule.Cosine();

    /// <summary>Decides initial weights, sample order and training flips. The same seed gives the same bits for any number of threads.</summary>
    public long Seed { get; init; }

    /// <summary>Threads to use; 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Bit errors in training: every step sees a new chip's errors in its weights or activations (arXiv:2002.00909, 2104.08323), weights with one pattern for
    /// the whole batch whatever the lifetime. The chips' seeds are 2^30 and above: an evaluation never meets a chip of training where its seed is below that.
    /// Null for none.
    /// </summary>
    public BitErrorModel? BitErrors { get; init; }

    /// <summary>Part of the training, in [0, 1], over which the rates of <see cref="BitErrors"/> rise linearly to their full values.</summary>
    public double BitErrorRamp { get; init; }

    /// <summary>
    /// Early stopping: epochs without a better validation accuracy after which the training ends; the network is then the best epoch's (the first of equals), also where it
    /// ran to its end. Needs validation data. Null for none: the network is the last epoch's.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>What training begins with, instead of weights drawn by the seed: a network trained before, of the same architecture. Adam and the schedule begin anew. Null for none.</summary>
    public LatentNetwork? WarmStart { get; init; }

    /// <summary>A file that keeps the whole state; a training that finds its own checkpoint there goes on from it, to the same bits. Null for none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Steps between checkpoints; 0 for the end of every epoch. On cancellation one is written as well.</summary>
    public int CheckpointEvery { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range; the message names it, the value and the range.</exception>
    public void Validate()
    {
        Check(Loss is not null, nameof(Loss), "null", "give one, for example new Loss.CrossEntropy()");
        Check(Schedule is not null, nameof(Schedule), "null", "give one, for example new LearningRateSchedule.Cosine()");
        Check(Epochs is > 0 and <= 1e6, nameof(Epochs), Epochs, "give a positive number up to 1,000,000");
        Check(Budget is null || Budget > TimeSpan.Zero, nameof(Budget), Budget, "give a positive time, or null for none");
        Check(BatchSize is >= 2 and <= 1 << 16, nameof(BatchSize), BatchSize, "give 2 to 65,536 (batch normalisation needs at least 2)");
        Check(LearningRate is > 0 and <= 10, nameof(LearningRate), LearningRate, "give a positive number up to 10; 0.01 to 0.1 are usual");
        Check(Schedule!.WarmUp is >= 0 and <= 0.5, "Schedule.WarmUp", Schedule.WarmUp, "give a fraction in [0, 0.5]");
        Check(Schedule is not LearningRateSchedule.Stepped { Plateaus: < 1 }, "Schedule.Plateaus", Schedule, "give at least 1");
        Check(Schedule is not LearningRateSchedule.Stepped step || step.Decrease is > 0 and <= 1, "Schedule.Decrease", Schedule, "give a factor in (0, 1]");
        Check(Threads is >= 0 and <= 1024, nameof(Threads), Threads, "give 1 to 1024, or 0 for all cores");
        Check(BitErrors is null || (BitErrors.Targets & FlipTargets.Thresholds) == 0, "BitErrors.Targets", BitErrors?.Targets,
            "give Weights, Activations or both: thresholds exist only after training");
        Check(BitErrorRamp is >= 0 and <= 1, nameof(BitErrorRamp), BitErrorRamp, "give a fraction in [0, 1]");
        Check(Patience is null or >= 1, nameof(Patience), Patience, "give a number of epochs of at least 1, or null for no early stopping");
        Check(CheckpointEvery >= 0, nameof(CheckpointEvery), CheckpointEvery, "give a number of steps, or 0 for every epoch");
    }

    static void Check(bool holds, string name, object? value, string remedy)
    {
        if (!holds)
            throw new ArgumentException($"TrainingOptions.{name} is {value}: {remedy}.");
    }
}
