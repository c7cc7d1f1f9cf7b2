using System.Globalization;

namespace BnnMl.Search;

/// <summary>How much work one trial is. The same for every trial of a study, and independent of the clock: what a trial finds depends on its candidate and seed alone.</summary>
public sealed record BinarizedTrialOptions
{
    /// <summary>Training samples a trial sees per epoch, at most; the first of the shuffled training part.</summary>
    public int TrainSamples { get; init; } = 5_000;

    /// <summary>Passes over them.</summary>
    public double Epochs { get; init; } = 2;

    /// <summary>Samples per training step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Validation samples a trial is judged by, at most.</summary>
    public int ValidationSamples { get; init; } = 1_000;

    /// <summary>Fault maps per bit error rate. Their numbers begin at 0, so that they are never those of the protocol (100…149).</summary>
    public int Chips { get; init; } = 3;

    /// <summary>Bit error rates of the curve, ascending, from 0.</summary>
    public IReadOnlyList<double> BitErrorRates { get; init; } = [0, 0.01, 0.03, 0.1, 0.2];

    /// <summary>What flips on the chips.</summary>
    public FlipTargets Targets { get; init; } = FlipTargets.Weights;

    /// <summary>Networks below this accuracy on clean memory, in [0, 1], are not feasible: they are no members of the front, and tuners prefer those that miss it by less.</summary>
    public double MinAccuracy { get; init; }

    /// <summary>Networks that tolerate (at 5 points) less than this bit error rate, in [0, 0.5], are not feasible.</summary>
    public double MinToleratedBitErrorRate { get; init; }

    /// <summary>Threads of one trial; results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Everything here that results depend on, as text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{TrainSamples} samples x {Epochs} epochs, batches of {BatchSize}, {ValidationSamples} validation samples, {Chips} chips, {Targets} at {string.Join('/', BitErrorRates)}{Constraints()}");

    /// <summary>By how much the constraints are broken, each as a share of what it asks for.</summary>
    internal double Violation(double accuracy, double tolerated) => Shortfall(accuracy, MinAccuracy) + Shortfall(tolerated, MinToleratedBitErrorRate);

    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (TrainSamples < 2 || ValidationSamples < 1 || Chips < 1 || !(Epochs > 0))
            throw new ArgumentException($"A trial of {this} is not possible: give at least 2 training samples, 1 validation sample, 1 chip and some epochs.");
        if (BitErrorRates.Count < 2 || BitErrorRates[0] != 0)
            throw new ArgumentException($"{nameof(BitErrorRates)} is {string.Join(", ", BitErrorRates)}: begin with 0, and give at least one more.");
        if (MinAccuracy is not (>= 0 and <= 1))
            throw new ArgumentException($"{nameof(MinAccuracy)} is {MinAccuracy}: give an accuracy in [0, 1]; 0 asks for none.");
        if (MinToleratedBitErrorRate is not (>= 0 and <= 0.5) || MinToleratedBitErrorRate > BitErrorRates[^1])
            throw new ArgumentException($"{nameof(MinToleratedBitErrorRate)} is {MinToleratedBitErrorRate}: give a rate from 0 (asks for none) to {Math.Min(0.5, BitErrorRates[^1])}, the largest that trials measure.");
    }

    /// <summary>Empty where there are none: journals of before there were constraints go on.</summary>
    string Constraints() =>
        MinAccuracy > 0 || MinToleratedBitErrorRate > 0 ? string.Create(CultureInfo.InvariantCulture, $", accuracy >= {MinAccuracy}, tolerated >= {MinToleratedBitErrorRate}") : "";

    static double Shortfall(double value, double least) => value >= least ? 0 : (least - value) / least;
}
