namespace BnnMl.Cli.Tests;

public sealed class SearchTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_search_leaves_front_winner_exports_report_and_journal()
    {
        var json = ToolRun.Succeeds(Images("--trials", "4", "--max-bytes", "4KiB"));
        var front = json.GetProperty("front").EnumerateArray().ToArray();
        Assert.NotEmpty(front);
        Assert.All(front, trial =>
        {
            Assert.InRange(trial.GetProperty("accuracy").GetDouble(), 0, 1);
            Assert.InRange(trial.GetProperty("tolerated_ber_5").GetDouble(), 0, 1);
            Assert.InRange(trial.GetProperty("bytes").GetInt64(), 1, 4096);
            Assert.Equal(trial.GetProperty("bytes").GetInt64(), NetworkSpec.Parse(trial.GetProperty("network").GetString()!, new(1, 8, 8), 3).Bytes);
        });
        var winner = json.GetProperty("winner");
        Assert.Contains(winner.GetProperty("trial").GetInt32(), front.Select(trial => trial.GetProperty("trial").GetInt32()));
        Assert.True(winner.GetProperty("engines_equal").GetBoolean());
        Assert.Equal(["front.csv", "report.html", "study.db", "winner.bnn", "winner.faulty.onnx", "winner.onnx"], Left());
        Assert.Equal(front.Length + 1, File.ReadAllLines(folder.At("run/front.csv")).Length);
        var evaluated = ToolRun.Succeeds("evaluate", folder.At("run/winner.bnn"), "--data", folder.At("data"), "--ber", "0", "--chips", "1");
        Assert.Equal(winner.GetProperty("test_accuracy").GetDouble(), evaluated.GetProperty("clean_accuracy").GetDouble());
    }

    [Fact]
    public void A_table_is_searched_with_dense_layers_only()
    {
        var data = TinyTable.WriteTo(folder.At("t.csv"));
        var json = ToolRun.Succeeds("search", "--data", data, "--label-column", "kind", "--out", folder.At("run"), "--trials", "3", "--trial-epochs", "2", "--tuner", "random", "--winner", "knee", "--workers", "1");
        Assert.All(json.GetProperty("front").EnumerateArray(), trial => Assert.DoesNotContain("C", trial.GetProperty("network").GetString()!.Replace("FC", "")));
    }

    [Fact]
    public void The_same_seed_finds_the_same_and_another_does_not()
    {
        string Front(string seed, string name)
        {
            ToolRun.Succeeds("search", "--data", Data(), "--out", folder.At(name), "--trials", "3", "--trial-epochs", "1", "--trial-samples", "100", "--max-macs", "200000", "--workers", "2", "--seed", seed);
            return File.ReadAllText(folder.At($"{name}/front.csv"));
        }

        var first = Front("1", "a");
        Assert.Equal(first, Front("1", "b"));
        Assert.NotEqual(first, Front("2", "c"));
    }

    [Fact]
    public void A_finished_search_is_not_repeated_and_more_trials_go_on()
    {
        var first = ToolRun.Succeeds(Images("--trials", "3"));
        Assert.Equal(3, first.GetProperty("trials").GetInt32());
        var again = ToolRun.Of(Images("--trials", "3"));
        Assert.Equal(0, again.ExitCode);
        Assert.DoesNotContain("trial 0:", again.Output);
        var more = ToolRun.Of(Images("--trials", "5"));
        Assert.Contains("trial 3:", more.Output);
        Assert.DoesNotContain("trial 2:", more.Output);
    }

    [Fact]
    public void A_journal_of_other_data_or_settings_is_refused()
    {
        ToolRun.Succeeds(Images("--trials", "2"));
        Assert.Contains("study.db", ToolRun.IsRefused(Images("--trials", "2", "--trial-epochs", "3")));
        Assert.Contains("study.db", ToolRun.IsRefused(Images("--trials", "2", "--seed", "9")));
    }

    [Fact]
    public void That_earlier_runs_spent_the_budget_is_said_where_they_did_and_only_there()
    {
        const string Spent = "was spent by earlier runs";
        string[] brief = Images("--budget", "0.001s", "--trial-epochs", "1");
        Assert.DoesNotContain(Spent, ToolRun.Of(brief).Output, StringComparison.Ordinal);
        ToolRun.Succeeds(Images("--trials", "2", "--trial-epochs", "1"));
        Assert.Contains(Spent, ToolRun.Of(brief).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Spent, ToolRun.Of([.. brief, "--seed", "9"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_journal_is_refused_and_left_as_it_is()
    {
        var random = new byte[5000];
        new Random(4).NextBytes(random);
        foreach (var bytes in new[] { random, "not a journal"u8.ToArray() })
        {
            Directory.CreateDirectory(folder.At("run"));
            var journal = folder.Write("run/study.db", bytes);
            Assert.Contains(journal, ToolRun.IsRefused(Images("--trials", "2")));
            Assert.Equal(bytes, File.ReadAllBytes(journal));
        }
    }

    [Fact]
    public void A_budget_too_short_for_a_trial_fails_with_advice()
    {
        var run = ToolRun.Of(Images("--budget", "0.001s", "--trial-epochs", "1000"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--budget", run.Error);
    }

    [Fact]
    public void An_empty_journal_as_a_killed_process_leaves_it_is_begun()
    {
        Directory.CreateDirectory(folder.At("run"));
        folder.Write("run/study.db", "");
        ToolRun.Succeeds(Images("--trials", "2", "--budget", "6s", "--trial-epochs", "1"));
    }

    [Fact]
    public void A_budget_is_kept()
    {
        var json = ToolRun.Succeeds(Images("--budget", "6s", "--trial-epochs", "1"));
        Assert.InRange(json.GetProperty("seconds").GetDouble(), 1, 9);
    }

    [Fact]
    public void Cancelling_keeps_the_journal_and_says_how_to_go_on()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var run = ToolRun.Cancelled(cancel.Token, Images("--trials", "100000"));
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("the same command goes on from", run.Error);
        Assert.Equal(["study.db"], Left());
        var done = run.Output.Split('\n').Count(line => line.StartsWith("trial ", StringComparison.Ordinal));
        Assert.InRange(ToolRun.Succeeds(Images("--trials", $"{done + 1}")).GetProperty("trials").GetInt32(), done, done + 2);
    }

    [Fact]
    public void Progress_and_results_are_lines_that_a_person_can_read()
    {
        var run = ToolRun.Of(Images("--trials", "2"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("trial 0: ", run.Output);
        Assert.Contains("the packed engine and ONNX Runtime are equal", run.Output);
        Assert.DoesNotContain(run.Output, letter => char.IsControl(letter) && letter != '\n');
    }

    string Data() => Directory.Exists(folder.At("data")) ? folder.At("data") : TinyImages.WriteTo(folder.At("data"));

    string[] Images(params string[] more) => ["search", "--data", Data(), "--out", folder.At("run"), "--workers", "2", "--max-macs", "200000", "--trial-samples", "200", .. more.Contains("--trial-epochs") ? more : [.. more, "--trial-epochs", "2"]];

    /// <summary>What is in the run's folder, but SQLite's own side files.</summary>
    string[] Left() => [.. folder.Files.Where(file => file.StartsWith("run/", StringComparison.Ordinal)).Select(file => file[4..])];
}
