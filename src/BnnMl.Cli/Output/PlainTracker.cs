using System.Diagnostics;

namespace BnnMl.Cli.Output;

/// <summary>A line every few seconds, so that a log shows progress and stays short.</summary>
sealed class PlainTracker(string title, Action<string> line) : Tracker
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    readonly Lock gate = new();
    readonly Stopwatch sinceLine = Stopwatch.StartNew();

    /// <inheritdoc/>
    protected override void Show(double fraction, string detail, TimeSpan? remaining)
    {
        lock (gate)
        {
            if (sinceLine.Elapsed < Interval)
                return;
            sinceLine.Restart();
            line($"{title} {fraction,4:P0}  {detail}{(remaining is { } time ? $"  {Shown.Time(time)} left" : "")}");
        }
    }
}
