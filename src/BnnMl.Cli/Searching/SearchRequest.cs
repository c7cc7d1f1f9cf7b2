using BnnMl.Search;

namespace BnnMl.Cli.Searching;

/// <summary>What `search` was asked for.</summary>
sealed record SearchRequest
{
    /// <summary>Loads the data; not before the output folder is known to be writable.</summary>
    public required Func<DataSplit> Load { get; init; }

    public required SearchFiles Files { get; init; }

    /// <summary>Wall-clock time of the whole command; null: no limit, then <see cref="Trials"/> is given.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Trials in all, those of earlier runs of the study included; null: as many as fit.</summary>
    public int? Trials { get; init; }

    public required long MaxBytes { get; init; }

    public required long MaxMacs { get; init; }

    public required int Workers { get; init; }

    public required int Seed { get; init; }

    public required TunerKind Tuner { get; init; }

    public required WinnerKind Winner { get; init; }

    public required BinarizedTrialOptions Trial { get; init; }
}
