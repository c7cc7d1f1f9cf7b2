using System.Globalization;

namespace BnnMl.Search;

/// <summary>How a candidate is trained.</summary>
/// <param name="Loss">What training minimises, as <see cref="BnnMl.Loss.Parse"/> reads it and the command line writes it: "ce", "mhl:64", "mcel:64".</param>
/// <param name="BitErrorRate">Rate of the flips during training, in [0, 1); 0 trains without.</param>
/// <param name="LearningRate">Of Adam, positive.</param>
/// <exception cref="FormatException">The text is not a loss.</exception>
public sealed record TrainingGenes(string Loss, double BitErrorRate, double LearningRate)
{
    /// <summary>What training minimises.</summary>
    public string Loss { get; init => field = Canonical(value); } = Canonical(Loss);

    /// <summary>"loss=mhl:64 train_ber=0.05 learning_rate=0.003".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"loss={Loss} train_ber={BitErrorRate} learning_rate={LearningRate}");

    static string Canonical(string loss) => BnnMl.Loss.Parse(loss).ToString();
}
