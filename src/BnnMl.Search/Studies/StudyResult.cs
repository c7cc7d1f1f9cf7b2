namespace BnnMl.Search;

/// <summary>A study as it stands.</summary>
/// <param name="Definition">What was searched.</param>
/// <param name="Trials">All trials, by number.</param>
/// <param name="Reason">Why the run ended.</param>
public sealed record StudyResult(StudyDefinition Definition, IReadOnlyList<Trial> Trials, StopReason Reason)
{
    /// <summary>The non-dominated trials; see <see cref="ParetoFront.Of"/>.</summary>
    public IReadOnlyList<Trial> Front { get; } = ParetoFront.Of(Trials, Definition.Objectives);

    /// <summary>Of the front, in [0, 1]; see <see cref="BnnMl.Search.Hypervolume"/>.</summary>
    public double Hypervolume => BnnMl.Search.Hypervolume.Of(Trials, Definition.Objectives);
}
