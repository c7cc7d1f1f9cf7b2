namespace BnnMl;

/// <summary>
/// One engine's network in training, as <see cref="TrainingRun"/> drives it: the run decides order, schedule, errors and end, the trainee computes. It holds latent weights,
/// shifts, output scale and Adam's moments of them.
/// </summary>
interface ITrainee : IDisposable
{
    /// <summary>Samples per step.</summary>
    int Batch { get; }

    /// <summary>Everything that is learned to <paramref name="start"/>, Adam's moments to 0.</summary>
    void Begin(LatentNetwork start);

    /// <summary>One step on the samples of <paramref name="step"/>.</summary>
    /// <returns>Sums over the batch of the loss (weighted, as it is minimised) and of correct answers.</returns>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not finite.</exception>
    (double Loss, double Correct) Step(EncodedDataset data, in TrainingStep step);

    /// <summary>The hidden layers' statistics of z with the present weights: the mean over whole batches of training samples, under errors if there are any.</summary>
    /// <param name="data">Training samples.</param>
    /// <param name="rows">Whole batches, one after the other.</param>
    /// <param name="errors">What flips, or null.</param>
    /// <param name="chips">The chip of each batch.</param>
    /// <param name="cancel">Asked before every batch.</param>
    LayerStatistics[] Measure(EncodedDataset data, ReadOnlySpan<int> rows, BitErrorModel? errors, Func<int, Chip> chips, CancellationToken cancel);

    /// <summary>A copy of everything that is learned.</summary>
    LatentNetwork Latent();

    /// <summary>Everything that is learned with Adam's moments; <see cref="Restore"/> reads it back to the same bits.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">It is shorter.</exception>
    void Restore(BinaryReader reader);
}
