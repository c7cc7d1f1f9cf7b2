namespace BnnMl;

/// <summary>What a tolerance curve is measured at. The defaults are the protocol for comparable numbers: ten rates, chips 100…149, weights, persistent, symmetric.</summary>
public sealed record ToleranceOptions
{
    /// <summary>The rates of the protocol: 0, 0.1, 0.5, 1, 2, 5, 10, 15, 20 and 30 %.</summary>
    public static IReadOnlyList<double> Protocol { get; } = [0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3];

    /// <summary>In [0, 1], ascending.</summary>
    public IReadOnlyList<double> BitErrorRates { get; init; } = Protocol;

    /// <summary>What flips.</summary>
    public FlipTargets Targets { get; init; } = FlipTargets.Weights;

    /// <summary>How long a bit error stays.</summary>
    public ErrorLifetime Lifetime { get; init; } = ErrorLifetime.Persistent;

    /// <summary>A stored 0 flips with this many times the bit error rate; 1 where errors are symmetric.</summary>
    public double Weight01 { get; init; } = 1;

    /// <summary>A stored 1 flips with this many times the bit error rate; 1 where errors are symmetric.</summary>
    public double Weight10 { get; init; } = 1;

    /// <summary>Chips per rate, at least 1; the most that are measured where <see cref="StopWidth"/> is given.</summary>
    public int Chips { get; init; } = 50;

    /// <summary>The first chip's number, at least 0; the others follow it.</summary>
    public int FirstChip { get; init; } = 100;

    /// <summary>The chips' seed, at least 0.</summary>
    public int Seed { get; init; }

    /// <summary>A rate is done early when the 95 % interval of its mean is narrower than this (0.01 is one point of accuracy); null measures all chips.</summary>
    public double? StopWidth { get; init; }

    /// <summary>Chips before <see cref="StopWidth"/> is asked, at least 2: an interval of very few chips is narrow by luck.</summary>
    public int LeastChips { get; init; } = 10;

    /// <summary>The errors at one bit error rate.</summary>
    public BitErrorModel Errors(double bitErrorRate) =>
        BitErrorModel.Asymmetric(bitErrorRate * Weight01, bitErrorRate * Weight10) with { Targets = Targets, Lifetime = Lifetime };

    /// <exception cref="ArgumentException">An option is outside its range; the message names it, its value and its range.</exception>
    public void Validate()
    {
        Require(BitErrorRates is { Count: > 0 }, nameof(BitErrorRates), "none", "at least one rate");
        for (var i = 0; i < BitErrorRates.Count; i++)
        {
            Require(BitErrorRates[i] is >= 0 and <= 1, nameof(BitErrorRates), BitErrorRates[i], "rates in [0, 1]");
            Require(i == 0 || BitErrorRates[i] > BitErrorRates[i - 1], nameof(BitErrorRates), string.Join(", ", BitErrorRates), "ascending rates without repeats");
        }

        Require(Weight01 >= 0 && Weight01 * BitErrorRates[^1] <= 1, nameof(Weight01), Weight01, "a factor of at least 0 that keeps every rate at most 1");
        Require(Weight10 >= 0 && Weight10 * BitErrorRates[^1] <= 1, nameof(Weight10), Weight10, "a factor of at least 0 that keeps every rate at most 1");
        Require(Chips >= 1, nameof(Chips), Chips, "at least 1");
        Require(FirstChip >= 0 && FirstChip <= int.MaxValue - Chips, nameof(FirstChip), FirstChip, $"0 to {int.MaxValue} less the number of chips");
        Require(Seed >= 0, nameof(Seed), Seed, "at least 0");
        Require(StopWidth is null or > 0, nameof(StopWidth), StopWidth, "a width above 0, or none");
        Require(LeastChips >= 2, nameof(LeastChips), LeastChips, "at least 2");
    }

    static void Require(bool holds, string name, object? given, string expected)
    {
        if (!holds)
            throw new ArgumentException(FormattableString.Invariant($"{name} is {given}: give {expected}."), name);
    }
}
