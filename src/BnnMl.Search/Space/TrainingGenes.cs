using System.Globalization;

namespace BnnMl.Search;

/// <summary>How a candidate is trained.</summary>
/// <param name="Loss">What training minimises; its margin is a gene too.</param>
/// <param name="BitErrorRate">Rate of the flips during training, in [0, 1); 0 trains without.</param>
/// <param name="LearningRate">Of Adam, positive.</param>
public sealed record TrainingGenes(Loss Loss, double BitErrorRate, double LearningRate)
{
    /// <summary>"loss=mhl:64 train_ber=0.05 learning_rate=0.003".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"loss={Loss} train_ber={BitErrorRate} learning_rate={LearningRate}");
}
