using System.Diagnostics;

namespace BnnMl;

/// <summary>How many steps fit into a time. Steps are timed on the very network and data, some even where the budget has no time for it; what they change must be set back afterwards.</summary>
static class TrainingBudget
{
    /// <summary>Part of the budget that the steps may take; the rest is for a machine that slows down and for what comes after the training.</summary>
    const double Share = 0.85;

    /// <param name="budget">The whole time, of which <paramref name="spent"/> is gone already.</param>
    /// <param name="spent">Since the call began.</param>
    /// <param name="stepsPerEpoch">With fraction.</param>
    /// <param name="most">Never more steps than this.</param>
    /// <param name="step">Does one step.</param>
    /// <param name="endEpoch">Does what comes at an epoch's end; at least one step comes before it.</param>
    /// <returns>At least 1.</returns>
    internal static long Steps(TimeSpan budget, Stopwatch spent, double stepsPerEpoch, long most, Action step, Action endEpoch)
    {
        var warm = TimeSpan.FromSeconds(Math.Min(3, budget.TotalSeconds * 0.05));
        step();
        for (var until = spent.Elapsed + warm; spent.Elapsed < until;)
            step();
        endEpoch();
        var perEpoch = Timed(endEpoch);
        var times = new List<double>();
        for (var until = spent.Elapsed + warm; spent.Elapsed < until || times.Count < 3;)
            times.Add(Timed(step));
        times.Sort();
        var perStep = times.Skip(times.Count / 4).Take((times.Count + 1) / 2).Average() + (perEpoch / stepsPerEpoch);
        return Math.Clamp((long)(((Share * budget.TotalSeconds) - spent.Elapsed.TotalSeconds - perEpoch) / perStep), 1, most);
    }

    static double Timed(Action action)
    {
        var begun = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
