namespace BnnMl.Cli.Output;

/// <summary>Shows a curve's measurement as it goes.</summary>
sealed class TrackedTolerance(Tracker tracker) : IProgress<ToleranceProgress>
{
    /// <inheritdoc/>
    public void Report(ToleranceProgress value) => tracker.Report((double)value.Done / value.Total, $"bit error rate {Shown.Rate(value.BitErrorRate)}, accuracy {Shown.Percent(value.Mean)}");
}
