using System.Diagnostics;
using BnnMl.Search;
using Microsoft.ML;

namespace BnnMl.Tests;

public sealed class ExperimentFailureTests
{
    [Fact]
    public void A_trial_that_throws_or_runs_out_of_memory_does_not_end_the_experiment()
    {
        var result = TinySearch.Run(TinySearch.Settings with { Workers = 1 }, new FailingEngine(call => call switch { 0 => OutOfMemory(), 2 => new TrainingDivergedException("planted"), _ => null }));
        Assert.Equal([0, 2], result.Trials.Where(trial => trial.State == TrialState.Failed).Select(trial => trial.Id));
        Assert.StartsWith("OutOfMemoryException: ", result.Trials[0].Message, StringComparison.Ordinal);
        Assert.Equal("TrainingDivergedException: planted", result.Trials[2].Message);
        Assert.DoesNotContain(result.Front, trial => trial.Id is 0 or 2);
    }

    [Fact]
    public void Where_every_trial_fails_the_first_failure_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => TinySearch.Run(engine: new FailingEngine(_ => new ArithmeticException("planted"))));
        Assert.Contains("No trial succeeded; the first failure is of trial 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("ArithmeticException: planted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_experiment_goes_on_from_its_journal_to_the_same_trials()
    {
        using var folder = new TemporaryFolder();
        var settings = TinySearch.Settings with { JournalPath = folder["study.db"] };
        using var stop = new CancellationTokenSource();
        var ml = new MLContext();
        var experiment = new BinarizedNetworkExperiment(ml, settings with { CancellationToken = stop.Token });
        experiment.TrialCompleted += (_, args) =>
        {
            if (args.Progress.Complete == 3)
                stop.Cancel();
        };
        var error = Assert.Throws<OperationCanceledException>(() => experiment.Execute(TinySearch.View(ml), labelColumnName: "Key"));
        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.Contains($"goes on from {settings.JournalPath}", error.Message, StringComparison.Ordinal);
        Assert.InRange(StudyJournal.Read(settings.JournalPath!).Trials.Count(trial => trial.IsOver), 3, 5);
        var result = TinySearch.Run(settings);
        Assert.Equal(TinySearch.Fingerprint(TinySearch.Run().Trials), TinySearch.Fingerprint(result.Trials));
        Assert.Equal(["study.db"], folder.Files);
    }

    [Fact]
    public void A_cancel_while_the_winner_trains_keeps_its_checkpoint()
    {
        using var folder = new TemporaryFolder();
        var settings = TinySearch.Settings with { JournalPath = folder["study.db"] };
        using var stop = new CancellationTokenSource();
        var ml = new MLContext();
        var cancel = new Told(progress =>
        {
            if (progress.Epoch >= 3)
                stop.Cancel();
        });
        var experiment = new BinarizedNetworkExperiment(ml, settings with { CancellationToken = stop.Token, WinnerProgress = cancel });
        var error = Assert.Throws<OperationCanceledException>(() => experiment.Execute(TinySearch.View(ml), labelColumnName: "Key"));
        Assert.Contains("while it trained the winner", error.Message, StringComparison.Ordinal);
        Assert.Single(folder.Files, name => name.EndsWith(".checkpoint", StringComparison.Ordinal));
        Assert.Equal(SameNetwork.Bytes(TinySearch.Run().Network), SameNetwork.Bytes(TinySearch.Run(settings).Network));
        Assert.Equal(["study.db"], folder.Files);
    }

    [Fact]
    public void A_cancel_ends_long_trials_within_a_second()
    {
        using var stop = new CancellationTokenSource();
        var ml = new MLContext();
        var experiment = new BinarizedNetworkExperiment(ml, TinySearch.Settings with { Trial = TinySearch.Settings.Trial with { Epochs = 1e6 }, CancellationToken = stop.Token });
        var clock = new Stopwatch();
        var started = 0;
        experiment.TrialStarted += (_, _) =>
        {
            if (++started < 2)
                return;
            clock.Start();
            stop.Cancel();
        };
        Assert.Throws<OperationCanceledException>(() => experiment.Execute(TinySearch.View(ml), labelColumnName: "Key"));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2); // of a machine that does other things too
    }

    [Fact]
    public void A_finished_journal_is_read_and_not_searched_again()
    {
        using var folder = new TemporaryFolder();
        var settings = TinySearch.Settings with { JournalPath = folder["study.db"] };
        var first = TinySearch.Run(settings);
        var again = TinySearch.Run(settings, new FailingEngine(_ => new ArithmeticException("a trial was trained")));
        Assert.Equal(TinySearch.Fingerprint(first.Trials), TinySearch.Fingerprint(again.Trials));
        Assert.Equal(SameNetwork.Bytes(first.Network), SameNetwork.Bytes(again.Network));
    }

    [Fact]
    public void A_journal_of_other_weights_is_refused()
    {
        using var folder = new TemporaryFolder();
        var settings = TinySearch.Settings with { JournalPath = folder["study.db"] };
        TinySearch.Run(settings);
        var ml = new MLContext();
        var rows = TinyRow.Many();
        foreach (var row in rows)
            row.Weight = row.Number + 1;
        var data = TinyPipeline.View(ml, rows);
        var experiment = new BinarizedNetworkExperiment(ml, settings);
        Assert.Throws<InvalidDataException>(() => experiment.Execute(data, labelColumnName: "Key", exampleWeightColumnName: nameof(TinyRow.Weight), preFeaturizer: TinyPipeline.KeyOf(ml)));
    }

    [Fact]
    public void A_token_cancelled_before_reads_nothing()
    {
        var ml = new MLContext();
        var experiment = new BinarizedNetworkExperiment(ml, TinySearch.Settings with { CancellationToken = new CancellationToken(true) });
        Assert.Throws<OperationCanceledException>(() => experiment.Execute(TinySearch.View(ml), labelColumnName: "no such column"));
    }

    [Fact]
    public void A_journal_of_other_data_is_refused()
    {
        using var folder = new TemporaryFolder();
        var settings = TinySearch.Settings with { JournalPath = folder["study.db"] };
        TinySearch.Run(settings);
        var ml = new MLContext();
        var error = Assert.Throws<InvalidDataException>(() => new BinarizedNetworkExperiment(ml, settings).Execute(TinySearch.View(ml, seed: 2), labelColumnName: "Key"));
        Assert.Contains("is the journal of another study", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constraints_that_no_network_keeps_are_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => TinySearch.Run(TinySearch.Settings with { MaxTrials = 3, MinAccuracy = 1, MinToleratedBitErrorRate = 0.1, Trial = TinySearch.Settings.Trial with { Epochs = 0.3 } }));
        Assert.Contains("None of 3 networks has an accuracy of 1 and tolerates a bit error rate of 0.1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_event_handler_throws_ends_the_experiment_and_leaves_a_journal_to_go_on_from()
    {
        using var folder = new TemporaryFolder();
        var settings = TinySearch.Settings with { JournalPath = folder["study.db"] };
        var ml = new MLContext();
        var experiment = new BinarizedNetworkExperiment(ml, settings);
        experiment.TrialCompleted += (_, args) => throw new ArithmeticException($"of trial {args.Trial.Id}");
        Assert.StartsWith("of trial", Assert.Throws<ArithmeticException>(() => experiment.Execute(TinySearch.View(ml), labelColumnName: "Key")).Message, StringComparison.Ordinal);
        Assert.Equal(TinySearch.Fingerprint(TinySearch.Run().Trials), TinySearch.Fingerprint(TinySearch.Run(settings).Trials));
    }

    [Fact]
    public void A_rule_that_none_of_the_front_fits_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => TinySearch.Run(TinySearch.Settings with { MaxTrials = 2, Winner = new WinnerRule.BestUnderBytes(1) }));
        Assert.Contains("qualifies by BestUnderBytes { Limit = 1 }", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Key", "Nothing", "no feature column 'Nothing'")]
    [InlineData("Nothing", "Features", "no label column 'Nothing'")]
    [InlineData("Name", "Features", "MapValueToKey(\"Name\")")]
    [InlineData("Key", "Number", "Feature column 'Number'")]
    public void A_column_that_is_missing_or_of_a_wrong_type_is_named(string label, string features, string message)
    {
        var ml = new MLContext();
        var error = Assert.ThrowsAny<ArgumentException>(() => new BinarizedNetworkExperiment(ml, TinySearch.Settings).Execute(TinySearch.View(ml), labelColumnName: label, featureColumnName: features));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_another_size_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => TinySearch.Run(TinySearch.Settings with { ImageShape = new MapShape(1, 2, 2) }));
        Assert.Contains("ImageShape is 1x2x2, 4 values, but the feature column has 6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_data_whose_classes_are_mapped_otherwise_are_refused()
    {
        var ml = new MLContext();
        var rows = TinyPipeline.View(ml, TinyRow.Many().Skip(1));
        var validation = TinyPipeline.KeyOf(ml).Fit(rows).Transform(rows);
        var error = Assert.Throws<ArgumentException>(() => new BinarizedNetworkExperiment(ml, TinySearch.Settings).Execute(TinySearch.View(ml), validation, "Key"));
        Assert.Contains("beech, cedar, ash", error.Message, StringComparison.Ordinal);
    }

    sealed class Told(Action<TrainingProgress> what) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => what(value);
    }

    /// <summary>The runtime's own, of an array beyond all memory.</summary>
    static Exception? OutOfMemory() => new long[int.MaxValue].Length == 0 ? null : new ArithmeticException("there was memory");
}
