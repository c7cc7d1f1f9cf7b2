using System.Diagnostics;

namespace BnnMl.Search;

/// <summary>Divides a budget, which counts from the plan's construction, among the search, the winner's training, and what is left for curves and files.</summary>
/// <param name="budget">For everything; null: no limit.</param>
/// <param name="searchShare">Of the budget, in (0, 1).</param>
/// <param name="winnerShareOfRest">Of what the search has left, in (0, 1].</param>
public sealed class TimePlan(TimeSpan? budget, double searchShare = 0.55, double winnerShareOfRest = 0.67)
{
    static readonly TimeSpan LeastTraining = TimeSpan.FromSeconds(1);

    readonly Stopwatch clock = Stopwatch.StartNew();

    /// <summary>Since the construction.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>What is left for trials, when earlier runs of the same study spent <paramref name="before"/> on them; null: no limit; never below zero.</summary>
    public TimeSpan? Search(TimeSpan before) => Positive((budget * searchShare) - before - clock.Elapsed);

    /// <summary>What the winner's training may take from now; a second where the search took all.</summary>
    public TimeSpan? Winner() => (budget - clock.Elapsed) * winnerShareOfRest is { } share && share < LeastTraining ? LeastTraining : (budget - clock.Elapsed) * winnerShareOfRest;

    /// <summary>What is left of the whole.</summary>
    public TimeSpan? Rest() => Positive(budget - clock.Elapsed);

    static TimeSpan? Positive(TimeSpan? time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
