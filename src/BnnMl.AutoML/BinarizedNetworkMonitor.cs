using BnnMl.Search;
using Microsoft.ML.AutoML;

namespace BnnMl.AutoML;

/// <summary>Keeps the trials of an <see cref="AutoMLExperiment"/>, so that its front, hypervolume and report exist whatever tuner drives it.</summary>
/// <param name="runner">The runner of the same experiment.</param>
/// <param name="progress">Told of every trial that is over.</param>
public sealed class BinarizedNetworkMonitor(BinarizedNetworkTrialRunner runner, IProgress<Trial>? progress = null) : IMonitor
{
    readonly Lock access = new();
    readonly List<Trial> trials = [];
    double seconds;

    /// <summary>The trials so far as a study: for <see cref="StudyReport"/>, <see cref="FrontCsv"/> and <see cref="WinnerRule"/>. Safe to ask while the experiment runs.</summary>
    public StudyResult Study
    {
        get
        {
            lock (access)
                return new StudyResult(new StudyDefinition(runner.Space.Signature, runner.Objectives, nameof(AutoMLExperiment), runner.Seed, 1), [.. trials], StopReason.Trials);
        }
    }

    /// <inheritdoc/>
    public void ReportCompletedTrial(Microsoft.ML.AutoML.TrialResult result)
    {
        if (result is BinarizedNetworkTrialResult { Trial: var trial })
            Add(trial);
    }

    /// <inheritdoc/>
    public void ReportFailTrial(TrialSettings settings, Exception? exception = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var genome = BinarizedNetworkParameter.Genome(runner.Space, settings.Parameter);
        Add(new Trial { Id = settings.TrialId, Genome = genome, Candidate = runner.Space.Decode(genome), State = TrialState.Failed, Message = exception?.Message });
    }

    /// <inheritdoc/>
    public void ReportBestTrial(Microsoft.ML.AutoML.TrialResult result) { }

    /// <inheritdoc/>
    public void ReportRunningTrial(TrialSettings settings) { }

    void Add(Trial trial)
    {
        lock (access)
        {
            seconds += trial.Seconds;
            trial = trial with { FinishedAt = seconds };
            trials.Add(trial);
        }

        progress?.Report(trial);
    }
}
