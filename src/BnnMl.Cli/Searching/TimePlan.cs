using System.Diagnostics;

namespace BnnMl.Cli.Searching;

/// <summary>Divides the budget, which counts from the start of the command: about 55 % searching, 30 % training the winner, 15 % curves and files.</summary>
sealed class TimePlan(TimeSpan? budget)
{
    const double SearchShare = 0.55;
    const double WinnerShareOfRest = 0.67;

    static readonly TimeSpan LeastTraining = TimeSpan.FromSeconds(1);

    readonly Stopwatch clock = Stopwatch.StartNew();

    internal TimeSpan Elapsed => clock.Elapsed;

    /// <summary>What is left for trials, when earlier runs of the same study spent <paramref name="before"/> on them; null: no limit; never below zero.</summary>
    internal TimeSpan? Search(TimeSpan before) => Positive((budget * SearchShare) - before - clock.Elapsed);

    /// <summary>What the winner's training may take from now; a second where the search took all.</summary>
    internal TimeSpan? Winner() => (budget - clock.Elapsed) * WinnerShareOfRest is { } share && share < LeastTraining ? LeastTraining : (budget - clock.Elapsed) * WinnerShareOfRest;

    /// <summary>What is left of the whole.</summary>
    internal TimeSpan? Rest() => Positive(budget - clock.Elapsed);

    static TimeSpan? Positive(TimeSpan? time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
