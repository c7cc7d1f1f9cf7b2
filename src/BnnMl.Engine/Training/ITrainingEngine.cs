namespace BnnMl;

/// <summary>Trains networks; every engine gives the same kind of result.</summary>
public interface ITrainingEngine
{
    /// <summary>"native", "torchsharp": as the training record and the command line call it.</summary>
    string Name { get; }

    /// <summary>Trains from scratch, or from the options' checkpoint, and folds the result.</summary>
    /// <param name="spec">The architecture; its input and classes must be the data's.</param>
    /// <param name="encoding">The one <paramref name="train"/> was encoded with.</param>
    /// <param name="train">Samples to learn from.</param>
    /// <param name="validation">Samples to judge by after each epoch, or null; never learned from.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told a few times per second, and at every epoch's end.</param>
    /// <param name="cancel">Ends the training within a step; a checkpoint is written first where the options name one.</param>
    /// <exception cref="ArgumentException">Options out of range, or data that do not fit the architecture.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not finite.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or of another training.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    TrainingResult Train(NetworkSpec spec, InputEncoding encoding, EncodedDataset train, EncodedDataset? validation, TrainingOptions options,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default);
}
