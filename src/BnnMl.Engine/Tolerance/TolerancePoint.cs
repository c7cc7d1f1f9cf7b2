namespace BnnMl;

/// <summary>Accuracy over the chips at one bit error rate; all numbers are shares in [0, 1].</summary>
/// <param name="BitErrorRate">In [0, 1].</param>
/// <param name="Mean">Mean over the chips.</param>
/// <param name="Sd">Standard deviation of the chips (n − 1); 0 for fewer than two.</param>
/// <param name="Low95">Lower end of the 95 % interval of the mean (Student's t), at least 0. One chip says nothing: 0.</param>
/// <param name="High95">Upper end, at most 1. One chip says nothing: 1.</param>
/// <param name="Q05">5 % quantile of the chips: between order statistics at position 0.05·(n − 1) from 0, linearly.</param>
/// <param name="Min">The worst chip.</param>
/// <param name="Chips">How many were measured; 0 where nothing can flip, so that clean accuracy stands for all.</param>
public sealed record TolerancePoint(double BitErrorRate, double Mean, double Sd, double Low95, double High95, double Q05, double Min, int Chips)
{
    /// <summary>The statistics of one accuracy per chip, at least one.</summary>
    internal static TolerancePoint Of(double bitErrorRate, IReadOnlyCollection<double> accuracies)
    {
        double[] sorted = [.. accuracies.Order()];
        var mean = sorted.Average();
        var sd = sorted.Length < 2 ? 0 : Math.Sqrt(sorted.Sum(a => (a - mean) * (a - mean)) / (sorted.Length - 1));
        var half = HalfWidth(sd, sorted.Length);
        return new(bitErrorRate, mean, sd, Math.Max(0, mean - half), Math.Min(1, mean + half), Quantile(sorted, 0.05), sorted[0], sorted.Length);
    }

    /// <summary>The point of a rate at which nothing flips.</summary>
    internal static TolerancePoint Clean(double bitErrorRate, double accuracy) => new(bitErrorRate, accuracy, 0, accuracy, accuracy, accuracy, accuracy, 0);

    /// <summary>Half the 95 % interval of the mean of <paramref name="count"/> chips; not cut at 0 and 1. 1 for one chip: any accuracy.</summary>
    internal static double HalfWidth(double sd, int count) => count < 2 ? 1 : StudentT.Quantile975(count - 1) * sd / Math.Sqrt(count);

    static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        return below + 1 < sorted.Length ? sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
