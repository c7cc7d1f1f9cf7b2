namespace BnnMl.Search;

/// <summary>The trials that no other dominates.</summary>
public static class ParetoFront
{
    /// <summary>Complete, feasible trials that no other such trial dominates, by the first objective from good to bad (ties by number). Does not depend on the order given.</summary>
    public static IReadOnlyList<Trial> Of(IEnumerable<Trial> trials, ObjectiveSet objectives)
    {
        ArgumentNullException.ThrowIfNull(objectives);
        var feasible = trials.Where(trial => trial is { State: TrialState.Complete, Violation: 0 }).ToArray();
        var front = feasible.Where(trial => !feasible.Any(other => objectives.Dominates(other, trial)));
        return [.. front.OrderBy(trial => objectives.Normalized(trial.Objectives)[0]).ThenBy(trial => trial.Id)];
    }
}
