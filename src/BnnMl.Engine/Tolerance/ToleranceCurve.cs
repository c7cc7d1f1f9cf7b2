namespace BnnMl;

/// <summary>Accuracy over bit error rate, measured on many chips.</summary>
/// <param name="CleanAccuracy">Without errors, in [0, 1].</param>
/// <param name="Points">One per rate, ascending.</param>
public sealed record ToleranceCurve(double CleanAccuracy, IReadOnlyList<TolerancePoint> Points)
{
    const double Rounding = 1e-12; // of sums and differences of accuracies

    /// <summary>What it was measured at; null where that is not known.</summary>
    public ToleranceOptions? Options { get; init; }

    /// <summary>
    /// Mean accuracy over log10 of the rate, by trapezoids between the smallest and the largest rate above 0, divided by the distance of the two: in [0, 1]. Comparable between
    /// curves of the same rates. Of one such rate its mean; of none clean accuracy.
    /// </summary>
    public double AreaOverLog10
    {
        get
        {
            var points = Points.Where(point => point.BitErrorRate > 0).ToArray();
            if (points.Length < 2)
                return points.Length == 0 ? CleanAccuracy : points[0].Mean;
            var area = points.Zip(points[1..], (a, b) => (a.Mean + b.Mean) / 2 * Math.Log10(b.BitErrorRate / a.BitErrorRate)).Sum();
            return area / Math.Log10(points[^1].BitErrorRate / points[0].BitErrorRate);
        }
    }

    /// <summary>
    /// The largest bit error rate whose mean accuracy is at most <paramref name="points"/> percentage points below clean accuracy: between the last measured rate before accuracy
    /// first falls lower and that first rate, where the straight line through the two means crosses; rate 0 has clean accuracy, measured at it or not. The largest measured rate where none
    /// falls lower (the true one may lie above); 0 where no rate was measured.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a number in [0, 100].</exception>
    public double ToleratedBitErrorRate(double points)
    {
        if (points is not (>= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(points), $"A loss of {points} points is not possible: give 0 to 100, for example 1 or 5.");
        var least = CleanAccuracy - (points / 100);
        var (rate, mean) = (0.0, CleanAccuracy);
        foreach (var point in Points)
        {
            if (point.Mean < least - Rounding)
                return rate + (Share(mean, point.Mean, least) * (point.BitErrorRate - rate));
            (rate, mean) = (point.BitErrorRate, point.Mean);
        }

        return rate;
    }

    /// <summary>No measured rate loses more than <paramref name="points"/>: <see cref="ToleratedBitErrorRate"/> is the largest one measured, and the true one may be larger.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a number in [0, 100].</exception>
    public bool IsLowerBound(double points) => Points.Count > 0 && ToleratedBitErrorRate(points) == Points[^1].BitErrorRate;

    /// <summary>
    /// Measures clean accuracy once and then, rate by rate, chip by chip in the order of their numbers, so that the result depends on nothing but the arguments.
    /// A rate at which nothing can flip is not measured: it equals clean accuracy.
    /// </summary>
    /// <param name="classifier">Network and samples.</param>
    /// <param name="options">Rates, chips, errors; the protocol if null.</param>
    /// <param name="progress">Told after each chip.</param>
    /// <param name="cancel">Ends it between and, as the classifier allows, within chips.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ToleranceCurve Measure(ICorruptibleClassifier classifier, ToleranceOptions? options = null, IProgress<ToleranceProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        options ??= new ToleranceOptions();
        options.Validate();
        var clean = classifier.Accuracy(errors: null, new Chip(options.FirstChip, options.Seed), cancel);
        var points = new List<TolerancePoint>();
        foreach (var rate in options.BitErrorRates)
        {
            var done = points.Count * options.Chips;
            points.Add(options.Errors(rate).IsNone ? TolerancePoint.Clean(rate, clean) : MeasureRate(classifier, options, rate, done, progress, cancel));
            progress?.Report(new(done + options.Chips, options.BitErrorRates.Count * options.Chips, rate, points[^1].Mean));
        }

        return new(clean, points) { Options = options };
    }

    static TolerancePoint MeasureRate(ICorruptibleClassifier classifier, ToleranceOptions options, double rate, int done, IProgress<ToleranceProgress>? progress, CancellationToken cancel)
    {
        var errors = options.Errors(rate);
        var accuracies = new List<double>(options.Chips);
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            accuracies.Add(classifier.Accuracy(errors, new Chip(options.FirstChip + accuracies.Count, options.Seed), cancel));
            var point = TolerancePoint.Of(rate, accuracies);
            if (accuracies.Count == options.Chips || (accuracies.Count >= options.LeastChips && 2 * TolerancePoint.HalfWidth(point.Sd, point.Chips) < options.StopWidth))
                return point;
            progress?.Report(new(done + accuracies.Count, options.BitErrorRates.Count * options.Chips, rate, point.Mean));
        }
    }

    /// <summary>How far from <paramref name="from"/> to <paramref name="to"/> the value <paramref name="at"/> lies; from ≥ at > to.</summary>
    static double Share(double from, double to, double at) => Math.Clamp((from - at) / (from - to), 0, 1);
}
