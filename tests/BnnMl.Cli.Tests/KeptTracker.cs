using BnnMl.Cli.Output;

namespace BnnMl.Cli.Tests;

/// <summary>Keeps what is reported.</summary>
sealed class KeptTracker : Tracker
{
    internal List<double> Fractions { get; } = [];

    internal List<TimeSpan?> Remaining { get; } = [];

    internal List<string> Details { get; } = [];

    protected override void Show(double fraction, string detail, TimeSpan? remaining)
    {
        Fractions.Add(fraction);
        Remaining.Add(remaining);
        Details.Add(detail);
    }
}
