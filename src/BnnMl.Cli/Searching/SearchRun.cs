using BnnMl.Cli.Output;
using BnnMl.Search;

namespace BnnMl.Cli.Searching;

/// <summary>The main job: search, choose, train in full, export, simulate, report.</summary>
sealed class SearchRun(SearchRequest request, Terminal terminal)
{
    readonly TimePlan time = new(request.Budget);

    internal int Run(CancellationToken cancel)
    {
        request.Files.Check();
        var split = request.Load();
        terminal.Line($"{Shown.Whole(split.Train.Count)} training and {Shown.Whole(split.Test.Count)} test samples of {split.Train.Shape}, {split.Train.Classes} classes; at most {Shown.Bytes(request.MaxBytes)}; seed {request.Seed}");
        var study = Search(split.Train, cancel);
        var winner = WinnerChoice.Of(study, request.Winner);
        FrontView.Show(study, winner, terminal);
        terminal.Line($"winner: trial {winner.Id} ({WinnerChoice.Rule(request.Winner)})");
        FrontCsv.Write(request.Files.Front, study);
        var trained = new WinnerTraining(request, terminal).Train(winner, split, time.Winner(), cancel);
        PackedNetworkFile.Write(trained.Network, request.Files.Model);
        var proof = Measure(trained, split.Test, cancel);
        StudyReport.Write(request.Files.Report, study, $"Search on {Path.GetFileName(split.Train.Origin)}");
        trained.Forget();
        Summarise(study, winner, trained, proof);
        return proof.Engines.AreEqual ? ExitCode.Success : ExitCode.Failed;
    }

    StudyResult Search(Dataset training, CancellationToken cancel)
    {
        var space = new SearchSpace(training.Shape, training.Classes, Space());
        var objectives = ObjectiveSet.Default(request.MaxBytes);
        var budget = time.Search(SearchedBefore());
        var options = request.Trial with { Threads = Math.Max(1, Environment.ProcessorCount / request.Workers) };
        var trial = new BinarizedTrial(Engines.Default, BinarizedTrialData.Divide(training, request.Seed), options);
        var study = new Study(space, objectives, () => request.Tuner == TunerKind.Random ? new RandomTuner(space) : new NsgaTuner(space, objectives), new StudyOptions
        {
            Seed = request.Seed,
            Workers = request.Workers,
            MaxTrials = request.Trials,
            Budget = budget == TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : budget,
            Evaluation = trial.Signature,
            Journal = request.Files.Journal,
        });
        if (budget != TimeSpan.Zero)
            terminal.Line($"search: {(budget is { } limit ? $"{Shown.Time(limit)}, " : "")}{request.Workers} trials at a time, each {options}");
        var result = terminal.Track("search", tracker => study.Run(trial.Evaluate, new TrackedStudy(tracker, terminal, budget, request.Trials), cancel));
        if (cancel.IsCancellationRequested)
            throw new OperationCanceledException($"stopped after {result.Trials.Count(item => item.IsOver)} trials; nothing is lost: the same command goes on from {request.Files.Journal}.");
        if (result.Front.Count == 0)
            throw new SearchFailedException(Empty(result));
        if (budget == TimeSpan.Zero) // said only now: a journal of another study is refused, and has spent nothing
            terminal.Line($"search: its share of the budget was spent by earlier runs of {request.Files.Journal}; what they found counts (another --study or --out searches anew)");
        return result;
    }

    WinnerCurves Measure(TrainedWinner trained, Dataset test, CancellationToken cancel)
    {
        try
        {
            return new WinnerProof(request, terminal).Measure(trained.Network, test, time.Rest(), cancel);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException($"stopped while measuring the winner; {request.Files.Model} is written, and the same command goes on from {trained.Checkpoint}.");
        }
    }

    /// <summary>Training flips at most so often that a trial of few steps still learns.</summary>
    SearchSpaceOptions Space() => new()
    {
        TrainingBitErrorRate = new ParameterRange.Steps(0, 0.01, 0.02, 0.05, 0.1),
        MaxBytes = request.MaxBytes,
        MaxMacs = request.MaxMacs,
    };

    /// <summary>The seconds that earlier runs of the same study searched: the same command finishes what is left of its search instead of searching again.</summary>
    TimeSpan SearchedBefore() => request.Budget is not null && File.Exists(request.Files.Journal)
        ? TimeSpan.FromSeconds(StudyJournal.SecondsSearched(request.Files.Journal))
        : TimeSpan.Zero;

    static string Empty(StudyResult result) => result.Trials.FirstOrDefault(trial => trial.State == TrialState.Failed) is { } failed
        ? $"no trial succeeded; the first failure is of trial {failed.Id} ({failed.Candidate}): {failed.Message}"
        : "the time was over before a trial was. Give a longer --budget, or smaller trials with --trial-samples and --trial-epochs.";

    void Summarise(StudyResult study, Trial winner, TrainedWinner trained, WinnerCurves proof)
    {
        var spec = trained.Network.Spec;
        terminal.Line($"winner {spec.Notation()}: test accuracy {Shown.Percent(proof.TestAccuracy)}, tolerates {CurveView.Tolerated(proof.Packed, 1)} (1 point) and {CurveView.Tolerated(proof.Packed, 5)} (5 points), {Shown.Bytes(spec.Bytes)}");
        terminal.Line($"written: {string.Join(", ", request.Files.Results)}; {Shown.Time(time.Elapsed)} in all");
        terminal.Json(json =>
        {
            FrontView.Write(json, study.Front);
            json.WriteNumber("trials", study.Trials.Count(trial => trial.IsOver));
            json.WriteNumber("hypervolume", study.Hypervolume);
            json.WriteStartObject("winner");
            json.WriteNumber("trial", winner.Id);
            json.WriteString("rule", WinnerChoice.Rule(request.Winner));
            json.WriteString("network", spec.ToString());
            json.WriteString("loss", winner.Candidate.Training.Loss);
            json.WriteNumber("train_ber", winner.Candidate.Training.BitErrorRate);
            json.WriteNumber("epochs", trained.Epochs);
            json.WriteNumber("test_accuracy", proof.TestAccuracy);
            json.WriteNumber("bytes", spec.Bytes);
            CurveView.Write(json, proof.Packed);
            proof.Engines.Write(json);
            json.WriteEndObject();
            json.WriteTexts("files", request.Files.Results);
            json.WriteNumber("seconds", time.Elapsed.TotalSeconds);
        });
    }
}
