using System.Diagnostics;

namespace BnnMl;

/// <summary>One training from its start (or its checkpoint) to its end.</summary>
sealed class TrainingRun : IDisposable
{
    const int CalibrationSamples = 4096;
    static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(300);

    readonly NetworkSpec spec;
    readonly InputEncoding encoding;
    readonly EncodedDataset train;
    readonly EncodedDataset? validation;
    readonly TrainingOptions options;
    readonly string engine;
    readonly TrainingNetwork network;
    readonly SampleOrder order;
    readonly StatisticsCalibration calibration;
    readonly TrainingState state = new();
    readonly TrainingCheckpoint? checkpoint;
    readonly Func<string> place;
    readonly Func<int, int> next;
    readonly Stopwatch clock = Stopwatch.StartNew();
    TimeSpan reported = TimeSpan.MinValue;

    internal TrainingRun(NetworkSpec spec, InputEncoding encoding, EncodedDataset train, EncodedDataset? validation, TrainingOptions options, string engine)
    {
        (this.spec, this.encoding, this.train, this.validation, this.options, this.engine) = (spec, encoding, train, validation, options, engine);
        var batch = Math.Min(options.BatchSize, train.Count);
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        network = new(spec, encoding.ZeroPoint, options.Loss, batch, threads, options.BitErrors);
        (order, calibration) = (new(options.Seed, TrainingStreams.Order, train.Count), new(network));
        (place, next) = (() => $"Step {state.Step + 1} of {state.Steps}", i => order[(state.Step * network.Batch) + i]);
        if (options.CheckpointPath is { } path)
            checkpoint = new(path, TrainingIdentity.Of(spec, encoding, train, validation, options, batch), network, state);
    }

    internal TrainingResult Train(IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        TrainingStreams.Initialise(network, options.Seed);
        if (checkpoint?.TryLoad() == true)
            state.ResumedAt = state.Step;
        else
            Plan(cancel);
        while (state.Step < state.Steps && !state.StoppedEarly)
        {
            if (cancel.IsCancellationRequested)
                checkpoint?.Save();
            cancel.ThrowIfCancellationRequested();
            Step();
            if (EpochEnds())
                EndEpoch();
            state.StoppedEarly = Overdue();
            if (state.StoppedEarly || (options.CheckpointEvery > 0 ? state.Step % options.CheckpointEvery == 0 : EpochEnds()))
                checkpoint?.Save();
            Report(progress, always: EpochEnds());
        }

        return Finish();
    }

    public void Dispose() => network.Dispose();

    /// <summary>Chooses the number of steps; with a budget by timing some, and begins anew.</summary>
    void Plan(CancellationToken cancel)
    {
        var most = Math.Max(1, (long)Math.Round(options.Epochs * train.Count / network.Batch));
        state.Steps = most;
        if (options.Budget is not { } budget)
            return;
        var steps = TrainingBudget.Steps(budget, clock, (double)train.Count / network.Batch, most, () =>
        {
            cancel.ThrowIfCancellationRequested();
            Step();
        }, EndEpoch);
        state.Reset(steps);
        TrainingStreams.Initialise(network, options.Seed);
    }

    /// <summary>At an epoch's end, a tenth over the budget: the machine became much slower than it was when the steps were timed.</summary>
    bool Overdue() => options.Budget is { } budget && state.Step < state.Steps && EpochEnds() && clock.Elapsed > 1.1 * budget;

    double Epochs(long steps) => (double)steps * network.Batch / train.Count;

    bool EpochEnds() => state.Step == state.Steps || Math.Floor(Epochs(state.Step)) > Math.Floor(Epochs(state.Step - 1));

    void Step()
    {
        network.Input.Choose(train, network.Batch, next);
        (network.Errors, network.Chip) = (ErrorsAt(state.Step), TrainingStreams.Chip(options.Seed, TrainingStreams.Chips, state.Step));
        network.Forward(batchStatistics: true);
        var adam = new AdamStep(options.LearningRate * options.Schedule.FactorAt(state.Step, state.Steps), state.Step + 1);
        var (loss, correct) = network.Step(adam, place);
        state.Step++;
        state.Add(loss, correct, network.Batch);
    }

    BitErrorModel? ErrorsAt(long step)
    {
        if (options.BitErrors is not { } errors)
            return null;
        var part = options.BitErrorRamp == 0 ? 1 : Math.Min(1, (step + 1) / (options.BitErrorRamp * state.Steps));
        return part == 1 ? errors : errors with { Rate01 = errors.Rate01 * part, Rate10 = errors.Rate10 * part };
    }

    void EndEpoch()
    {
        double? accuracy = null;
        if (validation is not null)
        {
            calibration.Measure(train, CalibrationSamples, options.Seed, ErrorsAt(state.Step));
            accuracy = Accuracy(validation);
        }

        state.EndEpoch(Epochs(state.Step), accuracy);
    }

    /// <summary>Accuracy of the clean network with the statistics that are set; its answers are those of the folded network.</summary>
    double Accuracy(EncodedDataset data)
    {
        var correct = 0;
        network.Errors = null;
        for (var from = 0; from < data.Count; from += network.Batch)
        {
            var count = Math.Min(network.Batch, data.Count - from);
            network.Input.Choose(data, count, i => from + i);
            network.Forward(batchStatistics: false);
            correct += network.Output.Correct(0, count, network.Input.Labels);
        }

        return (double)correct / data.Count;
    }

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

    TrainingResult Finish()
    {
        calibration.Measure(train, CalibrationSamples, options.Seed, ErrorsAt(state.Step));
        var record = TrainingRecord.Write(engine, spec, options, network.Batch, train.Count, state);
        var packed = NetworkFolding.Fold(network, spec, encoding, new Dictionary<string, string> { [TrainingRecord.Key] = record });
        return new(packed, Epochs(state.Step), state.Step, clock.Elapsed, [.. state.Curve]) { PlannedEpochs = Epochs(state.StoppedEarly ? state.Steps : state.Step) };
    }
}
