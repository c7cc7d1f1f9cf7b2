using System.Diagnostics;

namespace BnnMl.Cli.Output;

/// <summary>
/// Shows a curve's measurement as it goes: of the passes over the samples, one per rate and chip and one for clean accuracy, how many are done. Rates at which nothing can flip
/// take no pass.
/// </summary>
sealed class TrackedTolerance(Tracker tracker, ToleranceOptions options) : IProgress<ToleranceProgress>
{
    readonly long begun = Stopwatch.GetTimestamp();
    readonly double[] free = [.. options.BitErrorRates.Where(rate => options.Errors(rate).IsNone)];
    int measured = 1; // the clean one, which comes first and without a report

    /// <inheritdoc/>
    public void Report(ToleranceProgress value)
    {
        var isFree = free.Contains(value.BitErrorRate);
        measured += isFree ? 0 : 1;
        var total = 1 + value.Total - (free.Length * options.Chips);
        var done = 1 + value.Done - (free.Count(rate => rate <= value.BitErrorRate) * options.Chips);
        // chips that an early stop makes needless are done, but took no time
        var left = Stopwatch.GetElapsedTime(begun) / measured * (total - done);
        tracker.Report((double)done / total, $"bit error rate {Shown.Rate(value.BitErrorRate)}, accuracy {Shown.Percent(value.Mean)}", left);
    }
}
