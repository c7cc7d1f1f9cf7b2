using System.Diagnostics;

namespace BnnMl.Search.Tests;

/// <summary>A real process is killed (SIGKILL) in the middle of its study, again and again; the study ends as if it had not been.</summary>
public sealed class KilledStudyTests
{
    [Fact]
    public void A_killed_study_ends_like_one_that_was_never_killed()
    {
        using var folder = new TemporaryFolder();
        var path = folder["study.db"];
        var expected = SampleStudy.Fingerprint(SampleStudy.Of(journal: null).Run(SampleStudy.Evaluate));
        for (var kill = 0; kill < 2; kill++)
            KillInTheMiddle(path, (kill + 1) * 12);
        var left = StudyJournal.Read(path);
        Assert.InRange(left.Trials.Count, 9, 39);
        Assert.InRange(left.Trials.Count(trial => !trial.IsOver), 0, SampleStudy.Options.Workers);
        Assert.Equal(expected, SampleStudy.Fingerprint(SampleStudy.Of(path).Run(SampleStudy.Evaluate)));
    }

    /// <summary>Kills once the journal has grown to about that many trials: seen from outside by the file's length.</summary>
    static void KillInTheMiddle(string journal, int trials)
    {
        var assembly = typeof(KilledStudyTests).Assembly.Location;
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["exec", assembly, "study", journal, "15"]) { UseShellExecute = false })!;
        var clock = Stopwatch.StartNew();
        var grown = trials * 1500L;
        while (!process.HasExited && (!File.Exists(journal) || new FileInfo(journal).Length < grown) && clock.Elapsed < TimeSpan.FromSeconds(60))
            Thread.Sleep(1);
        Assert.False(process.HasExited, "the study was over before it could be killed");
        process.Kill();
        process.WaitForExit();
    }
}
