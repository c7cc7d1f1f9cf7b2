using System.Diagnostics;

namespace BnnMl;

/// <summary>One training from its start (or its checkpoint) to its end, whatever engine computes: order, schedule, errors, budget, validation, early stopping, checkpoints.</summary>
sealed class TrainingRun
{
    const int CalibrationSamples = 4096;
    static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(300);

    readonly NetworkSpec spec;
    readonly InputEncoding encoding;
    readonly EncodedDataset train;
    readonly EncodedDataset? validation;
    readonly TrainingOptions options;
    readonly string engine;
    readonly ITrainee trainee;
    readonly LatentNetwork start;
    readonly SampleOrder order;
    readonly int[] rows;
    readonly int[] calibrationRows;
    readonly TrainingState state = new();
    readonly TrainingCheckpoint? checkpoint;
    readonly Stopwatch clock = Stopwatch.StartNew();
    TrainingSnapshot? last;
    TimeSpan reported = TimeSpan.MinValue;

    /// <param name="job">What is trained on what, checked.</param>
    /// <param name="engine">Its name, for the record.</param>
    /// <param name="trainee">Its network; the caller disposes of it.</param>
    internal TrainingRun(TrainingJob job, string engine, ITrainee trainee)
    {
        (spec, encoding, train, validation, options) = (job.Spec, job.Encoding, job.Train, job.Validation, job.Options);
        (this.engine, this.trainee) = (engine, trainee);
        start = options.WarmStart ?? LatentNetwork.Initial(spec, options.Seed);
        order = new(options.Seed, TrainingStreams.Order, train.Count);
        rows = new int[trainee.Batch];
        var calibration = new SampleOrder(options.Seed, TrainingStreams.CalibrationOrder, train.Count);
        calibrationRows = [.. Enumerable.Range(0, Math.Max(1, Math.Min(CalibrationSamples, train.Count) / trainee.Batch) * trainee.Batch).Select(i => calibration[i])];
        if (options.CheckpointPath is { } path)
            checkpoint = new(path, $"{engine}, {TrainingIdentity.Of(job, trainee.Batch)}", spec, trainee, state);
    }

    internal TrainingResult Train(IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        if (checkpoint?.TryLoad() == true)
            state.ResumedAt = state.Step;
        else
            Plan(cancel);
        try
        {
            if (state.EpochIsOpen && EpochEnds())
                EndEpoch(cancel);
            while (state.Step < state.Steps && !state.StoppedEarly)
                Advance(progress, cancel);
            return Finish(cancel);
        }
        catch (OperationCanceledException)
        {
            checkpoint?.Save();
            throw;
        }
    }

    void Advance(IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Step();
        if (EpochEnds())
            EndEpoch(cancel);
        if (state.StoppedEarly || (options.CheckpointEvery > 0 ? state.Step % options.CheckpointEvery == 0 : EpochEnds()))
            checkpoint?.Save();
        Report(progress, always: EpochEnds());
    }

    /// <summary>Chooses the number of steps; with a budget by timing some, and begins anew.</summary>
    void Plan(CancellationToken cancel)
    {
        var most = Math.Max(1, (long)Math.Round(options.Epochs * train.Count / trainee.Batch));
        state.Steps = most;
        trainee.Begin(start);
        if (options.Budget is not { } budget)
            return;
        var steps = TrainingBudget.Steps(budget, clock, (double)train.Count / trainee.Batch, most, () =>
        {
            cancel.ThrowIfCancellationRequested();
            Step();
        }, () => EndEpoch(cancel));
        state.Reset(steps);
        trainee.Begin(start);
    }

    double Epochs(long steps) => (double)steps * trainee.Batch / train.Count;

    bool EpochEnds() => state.Step == state.Steps || Math.Floor(Epochs(state.Step)) > Math.Floor(Epochs(state.Step - 1));

    void Step()
    {
        for (var i = 0; i < rows.Length; i++)
            rows[i] = order[(state.Step * rows.Length) + i];
        var (loss, correct) = trainee.Step(train, new(state.Step + 1, state.Steps, rows, options.LearningRate * options.Schedule.FactorAt(state.Step, state.Steps),
            ErrorsAt(state.Step), TrainingStreams.Chip(options.Seed, TrainingStreams.Chips, state.Step)));
        state.Step++;
        state.Add(loss, correct, rows.Length);
    }

    BitErrorModel? ErrorsAt(long step)
    {
        if (options.BitErrors is not { } errors)
            return null;
        var part = options.BitErrorRamp == 0 ? 1 : Math.Min(1, (step + 1) / (options.BitErrorRamp * state.Steps));
        return part == 1 ? errors : errors with { Rate01 = errors.Rate01 * part, Rate10 = errors.Rate10 * part };
    }

    /// <summary>Judges the network, and whether to go on.</summary>
    void EndEpoch(CancellationToken cancel)
    {
        last = validation is null ? null : Snapshot(cancel);
        state.EndEpoch(Epochs(state.Step), last?.Accuracy);
        if (options.Patience is { } patience)
        {
            state.Best = state.Best is { } best && best.Accuracy >= last!.Accuracy ? best : last;
            state.StoppedEarly = state.Step < state.Steps && state.Curve.Count(point => point.Epoch > state.Best!.Epoch) >= patience;
        }

        state.StoppedEarly |= Overdue();
    }

    /// <summary>At an epoch's end, a tenth over the budget: the machine became much slower than it was when the steps were timed.</summary>
    bool Overdue() => options.Budget is { } budget && state.Step < state.Steps && clock.Elapsed > 1.1 * budget;

    /// <summary>The network as it is, with its accuracy on the validation data: that of the clean folded network.</summary>
    TrainingSnapshot Snapshot(CancellationToken cancel)
    {
        var statistics = trainee.Measure(train, calibrationRows, ErrorsAt(state.Step), batch => TrainingStreams.Chip(options.Seed, TrainingStreams.CalibrationChips, batch), cancel);
        var snapshot = new TrainingSnapshot(Epochs(state.Step), null, trainee.Latent(), statistics);
        return validation is null ? snapshot : snapshot with
        {
            Accuracy = new PackedClassifier(Fold(snapshot, []), validation, options.Threads).Accuracy(null, default, cancel),
        };
    }

    PackedNetwork Fold(TrainingSnapshot snapshot, Dictionary<string, string> metadata) => NetworkFolding.Fold(snapshot.Latent, snapshot.Statistics, encoding, metadata);

    void Report(IProgress<TrainingProgress>? progress, bool always)
    {
        if (progress is null || (!always && clock.Elapsed - BetweenReports < reported))
            return;
        reported = clock.Elapsed;
        var (loss, accuracy) = state.Current;
        var left = state.StoppedEarly ? 0 : state.Steps - state.Step;
        var remaining = clock.Elapsed * ((double)left / Math.Max(1, state.Step - state.ResumedAt));
        progress.Report(new(Epochs(state.Step), Epochs(state.Steps), state.Step, state.Steps, loss, accuracy, state.ValidationAccuracy, clock.Elapsed, remaining)
        {
            EpochEnd = EpochEnds() ? state.Curve[^1] : null,
        });
    }

    TrainingResult Finish(CancellationToken cancel)
    {
        var chosen = state.Best ?? last ?? Snapshot(cancel);
        var record = TrainingRecord.Write(engine, spec, options, trainee.Batch, train.Count, state);
        return new(Fold(chosen, new() { [TrainingRecord.Key] = record }), Epochs(state.Step), state.Step, clock.Elapsed, [.. state.Curve])
        {
            Latent = chosen.Latent,
            BestEpoch = chosen.Epoch,
            PlannedEpochs = Epochs(state.StoppedEarly ? state.Steps : state.Step),
        };
    }
}
