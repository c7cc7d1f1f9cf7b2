namespace BnnMl.Engine.Tests.Tolerance;

public class ToleranceCurveTests
{
    /// <summary>A classifier whose accuracy is a formula; it remembers what it was asked.</summary>
    sealed class Formula(Func<BitErrorModel, Chip, double> accuracy) : ICorruptibleClassifier
    {
        public List<(BitErrorModel? Errors, Chip Chip)> Asked { get; } = [];

        public int Samples => 1000;

        public double Accuracy(BitErrorModel? errors, Chip chip, CancellationToken cancel)
        {
            Asked.Add((errors, chip));
            return errors is null ? 0.9 : accuracy(errors, chip);
        }
    }

    static ToleranceCurve Curve(double clean, params (double Rate, double Mean)[] points) =>
        new(clean, [.. points.Select(point => TolerancePoint.Of(point.Rate, [point.Mean]))]);

    [Fact]
    public void Each_rate_is_measured_on_the_chips_in_order_and_clean_accuracy_once()
    {
        var classifier = new Formula((errors, _) => 0.9 - errors.Rate01);
        var options = new ToleranceOptions { BitErrorRates = [0, 0.1, 0.2], Chips = 3, FirstChip = 7, Seed = 4, Targets = FlipTargets.Activations, Lifetime = ErrorLifetime.Transient };
        var curve = ToleranceCurve.Measure(classifier, options);
        var errors = BitErrorModel.Symmetric(0.1) with { Targets = FlipTargets.Activations, Lifetime = ErrorLifetime.Transient };
        Assert.Equal(
            [(null, new Chip(7, 4)), .. Of(errors), .. Of(errors with { Rate01 = 0.2, Rate10 = 0.2 })],
            classifier.Asked);
        Assert.Equal([0.9, 0.8, 0.7], curve.Points.Select(point => Math.Round(point.Mean, 12)));
        Assert.Equal([0, 3, 3], curve.Points.Select(point => point.Chips));
        Assert.Equal(new TolerancePoint(0, 0.9, 0, 0.9, 0.9, 0.9, 0.9, 0), curve.Points[0]);
        Assert.Same(options, curve.Options);

        static IEnumerable<(BitErrorModel?, Chip)> Of(BitErrorModel errors) => Enumerable.Range(7, 3).Select(number => ((BitErrorModel?)errors, new Chip(number, 4)));
    }

    [Fact]
    public void Asymmetric_errors_are_the_rate_times_their_weights()
    {
        var classifier = new Formula((_, _) => 0.5);
        ToleranceCurve.Measure(classifier, new() { BitErrorRates = [0.1], Weight01 = 0.5, Weight10 = 2, Chips = 1 });
        Assert.Equal(BitErrorModel.Asymmetric(0.05, 0.2), classifier.Asked[1].Errors);
    }

    [Fact]
    public void Statistics_are_those_worked_by_hand()
    {
        // 0.1, 0.2, 0.3, 0.4, 0.5: mean 0.3, sd √0.025, t(4) = 2.776445, quantile at 0.05·4 = 0.2 of the way from 0.1 to 0.2
        var point = TolerancePoint.Of(0.1, [0.3, 0.5, 0.1, 0.4, 0.2]);
        Assert.Equal(0.3, point.Mean, 12);
        Assert.Equal(Math.Sqrt(0.025), point.Sd, 12);
        Assert.Equal(0.3 - (2.776445105 * Math.Sqrt(0.025 / 5)), point.Low95, 9);
        Assert.Equal(0.3 + (2.776445105 * Math.Sqrt(0.025 / 5)), point.High95, 9);
        Assert.Equal(0.12, point.Q05, 12);
        Assert.Equal((0.1, 5), (point.Min, point.Chips));
    }

    [Fact]
    public void One_chip_has_no_spread_and_says_nothing_about_the_mean() =>
        Assert.Equal(new TolerancePoint(0.1, 0.7, 0, 0, 1, 0.7, 0.7, 1), TolerancePoint.Of(0.1, [0.7]));

    [Fact]
    public void A_rate_stops_when_its_interval_is_narrow_enough_and_not_before_the_least_chips()
    {
        var classifier = new Formula((errors, chip) => errors.Rate01 < 0.15 ? 0.8 : chip.Number % 2 == 0 ? 0.3 : 0.5);
        var reports = new List<ToleranceProgress>();
        var options = new ToleranceOptions { BitErrorRates = [0.1, 0.2], Chips = 50, StopWidth = 0.08, LeastChips = 6 };
        var curve = ToleranceCurve.Measure(classifier, options, new Listener(reports));
        Assert.Equal(6, curve.Points[0].Chips);
        // sd ≈ 0.1: 2·t·0.1/√n < 0.08 first at n = 28 (2·2.0518·0.10184/√28 = 0.07897; at 27: 0.08069)
        Assert.Equal(28, curve.Points[1].Chips);
        Assert.Equal((100, 100), (reports[^1].Done, reports[^1].Total));
        Assert.True(reports.Zip(reports.Skip(1), (a, b) => a.Done < b.Done).All(grows => grows));
    }

    [Fact]
    public void Tolerated_rate_lies_where_the_line_between_the_two_rates_crosses()
    {
        var curve = Curve(0.9, (0, 0.9), (0.01, 0.895), (0.1, 0.8), (0.2, 0.899));
        Assert.Equal(0.01 + (0.09 * (0.895 - 0.89) / 0.095), curve.ToleratedBitErrorRate(1), 12); // 0.2 holds again, but 0.1 does not
        Assert.Equal(0.01 + (0.09 * (0.895 - 0.85) / 0.095), curve.ToleratedBitErrorRate(5), 12);
        Assert.Equal(0.01, curve.ToleratedBitErrorRate(0.5), 12);
        Assert.Equal(0, curve.ToleratedBitErrorRate(0), 12);
    }

    [Fact]
    public void Tolerated_rate_is_a_lower_bound_where_the_last_rate_holds()
    {
        var curve = Curve(0.9, (0.1, 0.9), (0.3, 0.86));
        Assert.Equal((false, true), (curve.IsLowerBound(1), curve.IsLowerBound(5)));
        Assert.False(Curve(0.9, (0.1, 0.5)).IsLowerBound(5));
        Assert.False(Curve(0.9).IsLowerBound(5));
    }

    [Fact]
    public void Tolerated_rate_is_the_largest_measured_where_all_hold_and_on_the_line_from_clean_accuracy_where_none_does()
    {
        Assert.Equal(0.3, Curve(0.9, (0.1, 0.9), (0.3, 0.86)).ToleratedBitErrorRate(5));
        Assert.Equal(0.1 * 0.05 / 0.4, Curve(0.9, (0.1, 0.5), (0.3, 0.4)).ToleratedBitErrorRate(5), 12);
        Assert.Equal(0, Curve(0.9, (0, 0.8), (0.3, 0.4)).ToleratedBitErrorRate(5), 12);
        Assert.Equal(0, Curve(0.9).ToleratedBitErrorRate(5));
        Assert.Equal(0.1, Curve(0.9, (0.1, 0.95)).ToleratedBitErrorRate(0)); // errors may help
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(double.NaN)]
    public void A_loss_that_is_not_0_to_100_points_is_refused(double points) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Curve(0.9, (0.1, 0.9)).ToleratedBitErrorRate(points));

    [Fact]
    public void Area_is_the_mean_accuracy_over_the_decades()
    {
        Assert.Equal(((0.85 * 1) + (0.6 * 2)) / 3, Curve(0.9, (0, 0.9), (0.0001, 0.9), (0.001, 0.8), (0.1, 0.4)).AreaOverLog10, 12);
        Assert.Equal(0.7, Curve(0.9, (0, 0.9), (0.1, 0.7)).AreaOverLog10, 12);
        Assert.Equal(0.9, Curve(0.9, (0, 0.9)).AreaOverLog10, 12);
    }

    [Fact]
    public void Cancelling_ends_it_between_chips()
    {
        using var cancel = new CancellationTokenSource();
        var classifier = new Formula((_, chip) =>
        {
            if (chip.Number == 102)
                cancel.Cancel();
            return 0.5;
        });
        Assert.Throws<OperationCanceledException>(() => ToleranceCurve.Measure(classifier, cancel: cancel.Token));
        Assert.Equal(4, classifier.Asked.Count);
    }

    sealed class Listener(List<ToleranceProgress> reports) : IProgress<ToleranceProgress>
    {
        public void Report(ToleranceProgress value) => reports.Add(value);
    }
}
