using Microsoft.Data.Sqlite;

namespace BnnMl.Search.Tests;

public sealed class StudyJournalTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_study_that_was_stopped_anywhere_continues_as_if_it_had_not_been()
    {
        var expected = SampleStudy.Fingerprint(SampleStudy.Of(SampleStudy.Options with { MaxTrials = 24 }).Run(SampleStudy.Evaluate));
        var path = folder["study.db"];
        for (var stopAt = 3; stopAt < 24; stopAt += 7)
        {
            using var source = new CancellationTokenSource();
            var stopped = SampleStudy.Of(SampleStudy.Options with { MaxTrials = 24, Journal = path }).Run(
                (context, token) =>
                {
                    if (context.Trial.Id >= stopAt)
                        source.Cancel();
                    token.ThrowIfCancellationRequested();
                    return SampleStudy.Evaluate(context, token);
                },
                cancellation: source.Token);
            Assert.Equal(StopReason.Cancelled, stopped.Reason);
            Assert.Equal(SampleStudy.Fingerprint(stopped), SampleStudy.Fingerprint(StudyJournal.Read(path)));
        }

        Assert.Equal(expected, SampleStudy.Fingerprint(SampleStudy.Of(SampleStudy.Options with { MaxTrials = 24, Journal = path }).Run(SampleStudy.Evaluate)));
        Assert.Equal(expected, SampleStudy.Fingerprint(StudyJournal.Read(path)));
    }

    [Fact]
    public void Everything_of_a_trial_is_read_back()
    {
        var path = folder["study.db"];
        var result = SampleStudy.Of(SampleStudy.Options with { MaxTrials = 6, Journal = path }).Run((context, token) =>
        {
            context.Report(1, 0.5, double.NaN, 0.25);
            return context.Trial.Id == 2 ? throw new InvalidOperationException("\"quoted\" \u2028 ✓\n") : SampleStudy.Evaluate(context, token);
        });
        var read = StudyJournal.Read(path);
        Assert.Equal(result.Trials.Select(Text), read.Trials.Select(Text));
        Assert.Equal(result.Hypervolume, read.Hypervolume);
        Assert.Equal($"{result.Definition.Objectives}", $"{read.Definition.Objectives}");

        static string Text(Trial trial) => string.Join('|', trial.Genome, trial.Candidate, trial.State, trial.Message, trial.Seconds, trial.FinishedAt,
            string.Join(' ', trial.Reports.Select(report => $"{report.Step}: {string.Join(' ', report.Values)}")), string.Join(' ', trial.Objectives),
            trial.Result is { } found ? string.Join(' ', found.Metrics) + string.Join(' ', found.Curve) : "");
    }

    [Fact]
    public void More_workers_than_the_journal_began_with_change_nothing()
    {
        var path = folder["study.db"];
        SampleStudy.Of(SampleStudy.Options with { MaxTrials = 10, Journal = path }).Run(SampleStudy.Evaluate);
        var result = SampleStudy.Of(SampleStudy.Options with { MaxTrials = 25, Workers = 8, Journal = path }).Run(SampleStudy.Evaluate);
        Assert.Equal(SampleStudy.Fingerprint(SampleStudy.Of(SampleStudy.Options with { MaxTrials = 25 }).Run(SampleStudy.Evaluate)), SampleStudy.Fingerprint(result));
        Assert.Equal(2, result.Definition.Lag);
    }

    [Fact]
    public void A_journal_of_another_study_is_refused_and_says_what_differs()
    {
        var path = Finished();
        void Refused(string what, Study study) =>
            Assert.Contains($"another study: its {what}", Assert.Throws<InvalidDataException>(() => study.Run(SampleStudy.Evaluate)).Message, StringComparison.Ordinal);
        var options = SampleStudy.Options with { Journal = path };
        var other = new SearchSpace(new MapShape(1, 28, 28), 10);
        var two = new ObjectiveSet(Objective.CleanError, Objective.ToleratedBer5);
        Refused("seed", SampleStudy.Of(options with { Seed = 8 }));
        Refused("tuner", new Study(SampleStudy.Space, SampleStudy.Objectives, () => new RandomTuner(SampleStudy.Space), options));
        Refused("space", new Study(other, SampleStudy.Objectives, () => new NsgaTuner(other, SampleStudy.Objectives), options));
        Refused("objectives", new Study(SampleStudy.Space, two, () => new NsgaTuner(SampleStudy.Space, two), options));
    }

    [Fact]
    public void A_journal_in_use_is_refused()
    {
        var path = folder["study.db"];
        SampleStudy.Of(SampleStudy.Options with { MaxTrials = 1, Journal = path }).Run((context, token) =>
        {
            Assert.Contains("another process is using this study", Assert.Throws<IOException>(() => StudyJournal.Read(path)).Message, StringComparison.Ordinal);
            return SampleStudy.Evaluate(context, token);
        });
        Assert.Equal(TrialState.Complete, Assert.Single(StudyJournal.Read(path).Trials).State);
    }

    [Fact]
    public void Files_that_are_no_journal_are_refused_with_the_file_and_a_remedy()
    {
        File.WriteAllText(folder["text.db"], "This is not a database, but it is longer than one header of one hundred bytes: " + new string('x', 4000));
        Refused<InvalidDataException>("text.db", "is not a study journal");
        Sqlite("other.db", "CREATE TABLE t (x)");
        Refused<InvalidDataException>("other.db", "not a study journal");
        File.Copy(Finished(), folder["newer.db"]);
        Sqlite("newer.db", "PRAGMA user_version = 2");
        Refused<InvalidDataException>("newer.db", "version 2, this program reads version 1");
        File.Copy(Finished(), folder["changed.db"]);
        Sqlite("changed.db", "UPDATE events SET body = replace(body, '0.5', '0.6') WHERE kind = 'study'");
        Refused<InvalidDataException>("changed.db", "row 1 of the journal: its checksum");
        File.Copy(Finished(), folder["gap.db"]);
        Sqlite("gap.db", "DELETE FROM events WHERE number = 4");
        Refused<InvalidDataException>("gap.db", "row 4 is missing");
        File.Copy(Finished(), folder["schema.db"]);
        Sqlite("schema.db", "CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM events; END");
        Refused<InvalidDataException>("schema.db", "table is damaged");
        Assert.Throws<FileNotFoundException>(() => StudyJournal.Read(folder["absent.db"]));
        Directory.CreateDirectory(folder["folder.db"]);
        Refused<IOException>("folder.db", "is a folder");
    }

    [Fact]
    public void A_truncated_journal_is_refused_or_was_cut_in_unused_space()
    {
        var whole = File.ReadAllBytes(Finished());
        for (var length = 1; length < whole.Length; length += 509)
        {
            File.WriteAllBytes(folder["cut.db"], whole[..length]);
            var error = Assert.Throws<InvalidDataException>(() => StudyJournal.Read(folder["cut.db"]));
            Assert.Contains("cut.db", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_empty_file_is_a_study_that_has_not_begun()
    {
        File.WriteAllBytes(folder["study.db"], []);
        Assert.Equal(2, SampleStudy.Of(SampleStudy.Options with { MaxTrials = 2, Journal = folder["study.db"] }).Run(SampleStudy.Evaluate).Trials.Count);
    }

    [Fact]
    public void An_unfinished_journal_of_a_disk_that_filled_up_ends_the_study_with_an_error_and_keeps_what_was_written()
    {
        var path = folder["study.db"];
        Assert.Throws<InvalidDataException>(() => SampleStudy.Of(SampleStudy.Options with { MaxTrials = 5, Journal = path }).Run((context, token) =>
            SampleStudy.Evaluate(context, token) with { Metrics = SampleStudy.Evaluate(context.Candidate).Metrics.Add(new string('m', JournalFile.MaxRowBytes), 1) }));
        Assert.Equal(TrialState.Waiting, StudyJournal.Read(path).Trials[0].State);
    }

    string Finished()
    {
        var path = folder["finished.db"];
        if (!File.Exists(path))
            SampleStudy.Of(SampleStudy.Options with { MaxTrials = 12, Journal = path }).Run(SampleStudy.Evaluate);
        return path;
    }

    void Refused<T>(string name, string message)
        where T : Exception
    {
        foreach (var open in new Action[] { () => StudyJournal.Read(folder[name]), () => SampleStudy.Of(folder[name]).Run(SampleStudy.Evaluate) })
        {
            var error = Assert.Throws<T>(open);
            Assert.StartsWith(folder[name], error.Message, StringComparison.Ordinal);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    void Sqlite(string name, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder[name]};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
