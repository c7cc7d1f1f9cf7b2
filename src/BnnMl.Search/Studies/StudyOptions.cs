namespace BnnMl.Search;

/// <summary>How a study runs.</summary>
public sealed record StudyOptions
{
    /// <summary>Of the tuner and of every trial; the same seed gives the same trials.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Trials at a time, on one thread each. A study that continues keeps at most as many as it began with: they belong to its sequence.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Trials in all, those of earlier runs included; null: no limit.</summary>
    public int? MaxTrials { get; init; }

    /// <summary>
    /// Time for this run; null: no limit. No trial begins that would, at the average so far, not end in time; at the end of the budget running trials are cancelled
    /// and wait for the next run.
    /// </summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>
    /// What the evaluation depends on besides candidate and seed (the data, how long a trial trains), as text: a journal continues only where it is the same,
    /// for results of different evaluations can't be compared.
    /// </summary>
    public string Evaluation { get; init; } = "";

    /// <summary>The journal's file; null keeps nothing.</summary>
    public string? Journal { get; init; }

    internal void Validate()
    {
        if (Workers is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(Workers), $"{Workers} workers are not possible: give 1 to 1024.");
        if (MaxTrials is < 1)
            throw new ArgumentOutOfRangeException(nameof(MaxTrials), $"{MaxTrials} trials are not possible: give at least 1, or null for no limit.");
        if (Budget <= TimeSpan.Zero || Budget > TimeSpan.FromDays(40))
            throw new ArgumentOutOfRangeException(nameof(Budget), $"A budget of {Budget} is not possible: give a time above 0 and up to 40 days, or null for no limit.");
        if (MaxTrials is null && Budget is null)
            throw new ArgumentException($"Neither {nameof(MaxTrials)} nor {nameof(Budget)} is given, the study would never end: give one of them.");
    }
}
