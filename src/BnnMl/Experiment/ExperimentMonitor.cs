using BnnMl.Search;
using Microsoft.ML.Runtime;

namespace BnnMl;

/// <summary>Tells those who watch an experiment: its events, the caller's progress, and MLContext.Log. On the experiment's thread, one by one.</summary>
sealed class ExperimentMonitor(IChannel log, IProgress<StudyProgress>? progress, Action<StudyProgress> started, Action<StudyProgress> completed, Action<StudyProgress> failed) : IProgress<StudyProgress>
{
    /// <inheritdoc/>
    public void Report(StudyProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var trial = value.Trial;
        if (trial.State == TrialState.Running && trial.Reports.IsEmpty)
        {
            log.Say($"Trial {trial.Id} began: {trial.Candidate}");
            started(value);
        }
        else if (trial.State == TrialState.Complete)
        {
            log.Say($"Trial {trial.Id}: {trial.Candidate}: {string.Join(", ", trial.Result!.Metrics.Select(metric => FormattableString.Invariant($"{metric.Key} {metric.Value:0.####}")))}; hypervolume {value.Hypervolume:0.0000}");
            completed(value);
        }
        else if (trial.State == TrialState.Failed)
        {
            log.Warn($"Trial {trial.Id}: {trial.Candidate} failed: {trial.Message}");
            failed(value);
        }

        progress?.Report(value);
    }
}
