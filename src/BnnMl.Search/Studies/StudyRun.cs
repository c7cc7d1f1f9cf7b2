using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace BnnMl.Search;

/// <summary>One run of a study: starts trials on threads of their own, and handles what comes back from them, one by one, on the calling thread.</summary>
sealed class StudyRun : IDisposable
{
    const int MaxMessage = 2000;

    readonly TrialSequence sequence;
    readonly StudyJournal journal;
    readonly StudyOptions options;
    readonly Func<TrialContext, CancellationToken, TrialResult> evaluate;
    readonly IProgress<StudyProgress>? progress;
    readonly CancellationToken cancelled;
    readonly CancellationTokenSource stop;
    readonly BlockingCollection<Trial> news = [];
    readonly Stopwatch clock = Stopwatch.StartNew();
    readonly double before;
    ExceptionDispatchInfo? fatal;
    int running;
    bool outOfTime;

    internal StudyRun(
        TrialSequence sequence, StudyJournal journal, StudyOptions options, Func<TrialContext, CancellationToken, TrialResult> evaluate, IProgress<StudyProgress>? progress, CancellationToken cancelled)
    {
        (this.sequence, this.journal, this.options, this.evaluate, this.progress, this.cancelled) = (sequence, journal, options, evaluate, progress, cancelled);
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        before = sequence.Trials.Select(trial => trial.FinishedAt).DefaultIfEmpty(0).Max();
    }

    internal StudyResult ToEnd()
    {
        if (options.Budget is { } budget)
            stop.CancelAfter(budget);
        try
        {
            while (StartAll() || running > 0)
                Handle(news.Take(CancellationToken.None));
        }
        finally
        {
            StopAll();
        }

        fatal?.Throw();
        return new StudyResult(journal.Definition, sequence.Trials, Reason());
    }

    public void Dispose()
    {
        stop.Dispose();
        news.Dispose();
    }

    /// <summary>True when there is something to wait for.</summary>
    bool StartAll()
    {
        while (running < Math.Min(options.Workers, journal.Definition.Lag) && HasTime() && sequence.Next(options.MaxTrials) is { } trial)
        {
            journal.Started(trial.Id);
            trial = trial with { State = TrialState.Running, Reports = [], Message = null };
            sequence.Update(trial);
            running++;
            Task.Factory.StartNew(() => news.Add(Evaluated(trial)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Tell(trial);
        }

        return running > 0;
    }

    bool HasTime()
    {
        if (stop.IsCancellationRequested)
            return false;
        outOfTime |= options.Budget is { } budget && clock.Elapsed + Average() > budget;
        return !outOfTime;
    }

    TimeSpan Average() => TimeSpan.FromSeconds(sequence.Trials.Where(trial => trial.State == TrialState.Complete).Select(trial => trial.Seconds).DefaultIfEmpty(0).Average());

    void Handle(Trial trial)
    {
        sequence.Update(trial);
        if (trial.State != TrialState.Running)
        {
            running--;
            journal.Ended(trial);
        }

        Tell(trial);
    }

    /// <summary>On the trial's thread.</summary>
    Trial Evaluated(Trial trial)
    {
        var begin = clock.Elapsed;
        var reports = trial.Reports;
        var context = new TrialContext(trial, options.Seed, report =>
        {
            Commit(trial.Id, report);
            reports = reports.Add(report);
            news.Add(trial with { Reports = reports });
        });
        Trial Over(TrialState state) => trial with { Reports = reports, State = state, Seconds = (clock.Elapsed - begin).TotalSeconds, FinishedAt = before + clock.Elapsed.TotalSeconds };
        try
        {
            var result = evaluate(context, stop.Token);
            return result?.Defect(journal.Definition.Objectives.Count) is var defect && (result is null || defect is not null)
                ? Over(TrialState.Failed) with { Message = defect ?? "the evaluation returned nothing" }
                : Over(TrialState.Complete) with { Result = result };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return trial with { State = TrialState.Waiting, Reports = reports, Message = cancelled.IsCancellationRequested ? "stopped by the caller" : "stopped at the end of the budget" };
        }
#pragma warning disable CA1031 // Whatever an evaluation throws is a failed trial, not the end of the study.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var message = $"{error.GetType().Name}: {error.Message}";
            return Over(TrialState.Failed) with { Message = message.Length > MaxMessage ? message[..MaxMessage] : message };
        }
    }

    /// <summary>A journal that can't be written ends the study, not the trial.</summary>
    void Commit(int trial, TrialReport report)
    {
        try
        {
            journal.Reported(trial, report);
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref fatal, ExceptionDispatchInfo.Capture(error), null);
            stop.Cancel();
            throw new OperationCanceledException("The study's journal can't be written.", error);
        }
    }

    /// <summary>After an exception on the calling thread nothing is written any more; every thread is waited for.</summary>
    void StopAll()
    {
        if (running > 0)
            stop.Cancel();
        while (running > 0)
            running -= news.Take(CancellationToken.None).State == TrialState.Running ? 0 : 1;
    }

    void Tell(Trial trial)
    {
        if (progress is null)
            return;
        var trials = sequence.Trials;
        var objectives = journal.Definition.Objectives;
        progress.Report(new StudyProgress
        {
            Complete = trials.Count(t => t.State == TrialState.Complete),
            Failed = trials.Count(t => t.State == TrialState.Failed),
            Running = running,
            Elapsed = clock.Elapsed,
            Remaining = Remaining(),
            Front = ParetoFront.Of(trials, objectives),
            Hypervolume = Hypervolume.Of(trials, objectives),
            Trial = trial,
        });
    }

    TimeSpan? Remaining()
    {
        var average = Average();
        if (average == TimeSpan.Zero)
            return options.Budget - clock.Elapsed;
        var byTrials = options.MaxTrials is { } most ? average * Math.Max(0, most - sequence.Trials.Count(trial => trial.IsOver)) / options.Workers : TimeSpan.MaxValue;
        var byBudget = options.Budget is { } budget ? budget - clock.Elapsed : TimeSpan.MaxValue;
        return byTrials < byBudget ? byTrials : byBudget;
    }

    StopReason Reason() => true switch
    {
        _ when cancelled.IsCancellationRequested => StopReason.Cancelled,
        _ when sequence.Trials.Count >= options.MaxTrials && sequence.Trials.All(trial => trial.IsOver) => StopReason.Trials,
        _ when sequence.Exhausted => StopReason.Exhausted,
        _ => StopReason.Budget,
    };
}
