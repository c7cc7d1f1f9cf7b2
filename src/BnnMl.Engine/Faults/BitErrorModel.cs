namespace BnnMl;

/// <summary>
/// How often a stored bit reads inverted, where, and for how long. A bit flips iff its addressed 32-bit uniform number is below its rate, so the flips at a lower rate are
/// a subset of those at a higher one.
/// </summary>
public sealed record BitErrorModel
{
    BitErrorModel(double rate01, double rate10) => (Rate01, Rate10) = (rate01, rate10);

    /// <summary>Probability in [0, 1] that a stored 0 reads as 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a number in [0, 1].</exception>
    public double Rate01 { get; init => field = Checked(value, nameof(Rate01)); }

    /// <summary>Probability in [0, 1] that a stored 1 reads as 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a number in [0, 1].</exception>
    public double Rate10 { get; init => field = Checked(value, nameof(Rate10)); }

    /// <summary>What flips; weights unless said otherwise.</summary>
    public FlipTargets Targets { get; init; } = FlipTargets.Weights;

    /// <summary>The same flips for every sample of a chip unless said otherwise.</summary>
    public ErrorLifetime Lifetime { get; init; } = ErrorLifetime.Persistent;

    /// <summary>True where 0s and 1s flip alike.</summary>
    public bool IsSymmetric => Rate01 == Rate10;

    /// <summary>True where nothing can flip.</summary>
    public bool IsNone => Targets == FlipTargets.None || (Rate01 == 0 && Rate10 == 0);

    /// <summary>Every bit flips with the same probability: the bit error rate.</summary>
    public static BitErrorModel Symmetric(double rate) => new(rate, rate);

    /// <summary>A stored 0 flips with probability <paramref name="rate01"/>, a stored 1 with <paramref name="rate10"/>.</summary>
    public static BitErrorModel Asymmetric(double rate01, double rate10) => new(rate01, rate10);

    static double Checked(double rate, string name) => rate is >= 0 and <= 1
        ? rate
        : throw new ArgumentOutOfRangeException(name, $"{name} is {rate}, but a bit error rate is a probability: give a number in [0, 1].");
}
