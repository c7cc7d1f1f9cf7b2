namespace BnnMl.Search;

/// <summary>Where a running study stands, after each start, report and end of a trial.</summary>
public sealed record StudyProgress
{
    /// <summary>Trials that are complete.</summary>
    public required int Complete { get; init; }

    /// <summary>Trials that failed.</summary>
    public required int Failed { get; init; }

    /// <summary>Trials being evaluated now.</summary>
    public required int Running { get; init; }

    /// <summary>Time of this run.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Estimate of the time until the run ends; null before the first trial is over.</summary>
    public required TimeSpan? Remaining { get; init; }

    /// <summary>Of the front so far, in [0, 1].</summary>
    public required double Hypervolume { get; init; }

    /// <summary>The front so far.</summary>
    public required IReadOnlyList<Trial> Front { get; init; }

    /// <summary>The trial that began, reported or ended.</summary>
    public required Trial Trial { get; init; }
}
