using BnnMl.Search;

namespace BnnMl;

/// <summary>A trial of an experiment began or ended.</summary>
public sealed class TrialEventArgs : EventArgs
{
    internal TrialEventArgs(StudyProgress progress) => Progress = progress;

    /// <summary>The trial as it stands: its candidate; its result or its message once it is over.</summary>
    public Trial Trial => Progress.Trial;

    /// <summary>Where the whole experiment stands: front, hypervolume, counts, time.</summary>
    public StudyProgress Progress { get; }
}
