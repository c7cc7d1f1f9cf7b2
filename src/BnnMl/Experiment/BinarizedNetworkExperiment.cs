using BnnMl.Search;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace BnnMl;

/// <summary>
/// Searches architectures and training settings for accuracy, tolerated bit error rate and memory at once; then trains the winner in full. Trials run side by side, a
/// journal keeps each as it happens, and a trial that throws or runs out of memory is a failed trial, not the end.
/// </summary>
public sealed class BinarizedNetworkExperiment
{
    const double SearchShare = 0.65;
    const double WinnerShareOfRest = 0.9;

    readonly MLContext context;
    readonly BinarizedNetworkExperimentSettings settings;
    readonly ITrainingEngine engine;

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    /// <exception cref="NotSupportedException">The engine is not there.</exception>
    public BinarizedNetworkExperiment(MLContext mlContext, BinarizedNetworkExperimentSettings settings)
        : this(mlContext, settings, null)
    {
    }

    internal BinarizedNetworkExperiment(MLContext mlContext, BinarizedNetworkExperimentSettings settings, ITrainingEngine? engine)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        (context, this.settings, this.engine) = (mlContext, settings, engine ?? EngineSelection.Of(settings.Engine, settings.Device));
    }

    /// <summary>A trial began. Events come one by one, on the thread that called <see cref="Execute"/>.</summary>
    public event EventHandler<TrialEventArgs>? TrialStarted;

    /// <summary>A trial has a result.</summary>
    public event EventHandler<TrialEventArgs>? TrialCompleted;

    /// <summary>A trial ended with an exception, whose message it carries.</summary>
    public event EventHandler<TrialEventArgs>? TrialFailed;

    /// <summary>Searches, chooses and trains the winner.</summary>
    /// <param name="trainData">To learn from.</param>
    /// <param name="validationData">To judge trials by; null: a sixth of the training data is held out from trials, and the winner learns from all.</param>
    /// <param name="labelColumnName">A key, as MapValueToKey makes it, or Boolean.</param>
    /// <param name="featureColumnName">Vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">Single, at least 0; null where all examples count alike.</param>
    /// <param name="preFeaturizer">Fitted on the training data, once, and a part of the model; null for none.</param>
    /// <param name="progressHandler">Told on the calling thread when a trial begins or ends.</param>
    /// <exception cref="ArgumentException">A column is missing or of a wrong type, or no network of the space keeps the limits.</exception>
    /// <exception cref="InvalidDataException">The data can't be learned from; or the journal is damaged, or of other data or settings.</exception>
    /// <exception cref="InvalidOperationException">No trial succeeded, or none qualifies as winner.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the settings' token; the trials that were over are in the journal.</exception>
    /// <exception cref="IOException">The journal can't be opened or written.</exception>
    public BinarizedNetworkExperimentResult Execute(IDataView trainData, IDataView? validationData = null, string labelColumnName = "Label", string featureColumnName = "Features",
        string? exampleWeightColumnName = null, IEstimator<ITransformer>? preFeaturizer = null, IProgress<StudyProgress>? progressHandler = null)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        settings.CancellationToken.ThrowIfCancellationRequested();
        _ = KernelSelector.Chosen; // a forced kernel that is not here would fail every trial
        var plan = new TimePlan(settings.Budget, SearchShare, WinnerShareOfRest);
        using var log = ((IHostEnvironment)context).Register(nameof(BinarizedNetworkExperiment)).Start("Search");
        var columns = new TrainingColumns(labelColumnName, featureColumnName, exampleWeightColumnName);
        var features = preFeaturizer?.Fit(trainData);
        var (train, validation) = features is null ? (trainData, validationData) : (features.Transform(trainData), validationData is null ? null : features.Transform(validationData));
        var task = SearchTask.Read(train, validation, columns, settings, engine);
        var study = Search(task, plan, new ExperimentMonitor(log, progressHandler, Tell(TrialStarted), Tell(TrialCompleted), Tell(TrialFailed)));
        var winner = Choose(study);
        log.Say($"Trial {winner.Id} wins ({settings.Winner}): {winner.Candidate}");
        var model = TrainInFull(winner, task.IsBinary, train, columns, plan);
        return new BinarizedNetworkExperimentResult(study, winner, model, features is null ? model : new TransformerChain<ITransformer>(features, model));
    }

    StudyResult Search(SearchTask task, TimePlan plan, ExperimentMonitor monitor)
    {
        var before = settings.Budget is not null && File.Exists(settings.JournalPath) ? TimeSpan.FromSeconds(StudyJournal.SecondsSearched(settings.JournalPath)) : TimeSpan.Zero;
        var budget = plan.Search(before);
        Func<ITuner> tuner = settings.Method == SearchMethod.Random ? () => new RandomTuner(task.Space) : () => new NsgaTuner(task.Space, task.Objectives);
        var study = new Study(task.Space, task.Objectives, tuner, new StudyOptions
        {
            Seed = settings.Seed,
            Workers = settings.WorkersInUse,
            MaxTrials = settings.MaxTrials,
            Budget = budget == TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : budget, // earlier runs spent it: what they found counts
            Evaluation = task.Trial.Signature,
            Journal = settings.JournalPath,
        });
        var result = study.Run(task.Trial.Evaluate, monitor, settings.CancellationToken);
        if (settings.CancellationToken.IsCancellationRequested)
            throw new OperationCanceledException($"The experiment was cancelled after {result.Trials.Count(trial => trial.IsOver)} trials; {Kept()}", settings.CancellationToken);
        return result;
    }

    Trial Choose(StudyResult study)
    {
        if (settings.Winner.Choose(study.Front, study.Definition.Objectives) is [var winner, ..])
            return winner;
        var failed = study.Trials.FirstOrDefault(trial => trial.State == TrialState.Failed);
        throw new InvalidOperationException(true switch
        {
            _ when study.Front.Count > 0 => $"None of the {study.Front.Count} networks on the front qualifies by {settings.Winner}. Choose another rule, or search longer.",
            _ when study.Trials.Any(trial => trial.State == TrialState.Complete) =>
                $"None of {study.Trials.Count(trial => trial.State == TrialState.Complete)} networks has an accuracy of {settings.MinAccuracy} and tolerates a bit error rate of {settings.MinToleratedBitErrorRate}. Ask for less, raise {nameof(settings.MaxBytes)}, give trials more epochs, or search longer.",
            _ when failed is not null => $"No trial succeeded; the first failure is of trial {failed.Id} ({failed.Candidate}): {failed.Message}",
            _ => $"The time was over before a trial was. Give a longer {nameof(settings.Budget)}, or smaller trials ({nameof(settings.Trial)}).",
        });
    }

    PackedNetworkTransformer TrainInFull(Trial winner, bool isBinary, IDataView data, TrainingColumns columns, TimePlan plan)
    {
        var checkpoint = settings.JournalPath is { } journal ? $"{journal}.winner-{winner.Id}.checkpoint" : null;
        var options = new BinarizedNetworkTrainerOptions
        {
            LabelColumnName = columns.Label,
            FeatureColumnName = columns.Features,
            ExampleWeightColumnName = columns.Weight,
            Network = winner.Candidate.Network,
            ImageShape = settings.ImageShape,
            Engine = settings.Engine,
            Device = settings.Device,
            SaveAs = settings.SaveAs,
            Training = FullTraining.Options(winner.Candidate, settings.Trial, settings.Seed, plan.Winner()) with { CheckpointPath = checkpoint },
            Progress = settings.WinnerProgress,
            CancellationToken = settings.CancellationToken,
        };
        try
        {
            var model = isBinary ? context.BinaryClassification.Trainers.BinarizedNetwork(options).Fit(data) : context.MulticlassClassification.Trainers.BinarizedNetwork(options).Fit(data);
            if (checkpoint is not null)
                File.Delete(checkpoint);
            return model;
        }
        catch (OperationCanceledException error) when (settings.CancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"The experiment was cancelled while it trained the winner, trial {winner.Id}; {Kept()}", error, settings.CancellationToken);
        }
    }

    string Kept() => settings.JournalPath is { } path
        ? $"nothing is lost: the same experiment goes on from {path}."
        : $"their results are gone: {nameof(settings.JournalPath)} would have kept them.";

    Action<StudyProgress> Tell(EventHandler<TrialEventArgs>? handlers) => progress => handlers?.Invoke(this, new TrialEventArgs(progress));
}
