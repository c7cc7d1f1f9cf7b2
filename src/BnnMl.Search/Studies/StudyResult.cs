namespace BnnMl.Search;

/// <summary>A study as it stands.</summary>
/// <param name="Definition">What was searched.</param>
/// <param name="Trials">All trials, by number.</param>
/// <param name="Reason">Why the run ended.</param>
public sealed record StudyResult(StudyDefinition Definition, IReadOnlyList<Trial> Trials, StopReason Reason)
{
    /// <summary>The non-dominated trials; see <see cref="ParetoFront.Of"/>.</summary>
    public IReadOnlyList<Trial> Front => ParetoFront.Of(Trials, Definition.Objectives);

    /// <summary>Of the front, in [0, 1]; see <see cref="BnnMl.Search.Hypervolume"/>.</summary>
    public double Hypervolume => BnnMl.Search.Hypervolume.Of(Trials, Definition.Objectives);

    /// <summary>A trial's metric or objective of that name; "accuracy" also from the objective "clean_error". Null where the trial has none.</summary>
    public double? ValueOf(Trial trial, string name)
    {
        ArgumentNullException.ThrowIfNull(trial);
        if (trial.Result is not { } result)
            return null;
        if (result.Metrics.TryGetValue(name, out var metric))
            return metric;
        for (var i = 0; i < Definition.Objectives.Count; i++)
        {
            if (Definition.Objectives[i].Name == name)
                return result.Objectives[i];
        }

        return name == "accuracy" && ValueOf(trial, Objective.CleanError.Name) is { } error ? 1 - error : null;
    }
}
