namespace BnnMl;

/// <summary>What a training made.</summary>
/// <param name="Network">Ready for inference; its metadata carry the training record.</param>
/// <param name="Epochs">Passes made; <see cref="TrainingOptions.Epochs"/> set to it repeats a training within a budget, unless that was stopped early.</param>
/// <param name="Steps">Steps made.</param>
/// <param name="Elapsed">Of this call.</param>
/// <param name="Curve">One point per epoch's end.</param>
public sealed record TrainingResult(PackedNetwork Network, double Epochs, long Steps, TimeSpan Elapsed, IReadOnlyList<LearningCurvePoint> Curve)
{
    /// <summary>What <see cref="Network"/> was made from; <see cref="TrainingOptions.WarmStart"/> goes on from it.</summary>
    public required LatentNetwork Latent { get; init; }

    /// <summary>Passes after which <see cref="Network"/> was taken: the best epoch's with <see cref="TrainingOptions.Patience"/>, else <see cref="Epochs"/>.</summary>
    public double BestEpoch { get; init; } = Epochs;

    /// <summary>Passes that the learning rate was planned for; more than <see cref="Epochs"/> where the budget or the patience ran out early.</summary>
    public double PlannedEpochs { get; init; } = Epochs;

    /// <summary>The budget or the patience ran out before the planned steps were done. The training record says so too.</summary>
    public bool StoppedEarly => Epochs < PlannedEpochs;
}
