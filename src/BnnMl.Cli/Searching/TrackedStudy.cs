using BnnMl.Cli.Output;
using BnnMl.Search;

namespace BnnMl.Cli.Searching;

/// <summary>Shows a search as it goes: a line per finished trial, and where the whole stands.</summary>
sealed class TrackedStudy(Tracker tracker, Terminal terminal, TimeSpan? budget, int? trials) : IProgress<StudyProgress>
{
    readonly HashSet<int> shown = [];

    /// <inheritdoc/>
    public void Report(StudyProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Trial.IsOver && shown.Add(value.Trial.Id))
            terminal.Line(FrontView.Line(value.Trial));
        tracker.Report(Math.Max(Share(value.Elapsed.TotalSeconds, budget?.TotalSeconds), Share(value.Complete + value.Failed, trials)), Detail(value), value.Remaining);
    }

    static double Share(double done, double? of) => of > 0 ? Math.Min(1, done / of.Value) : 0;

    static string Detail(StudyProgress value)
    {
        var best = value.Front.Count == 0 ? "" : $"  best {Shown.Percent(value.Front.Max(FrontView.Accuracy))}, tolerates up to {Shown.Rate(value.Front.Max(FrontView.ToleratedBer5))}";
        return $"{value.Complete} {(value.Complete == 1 ? "trial" : "trials")}{(value.Failed > 0 ? $", {value.Failed} failed" : "")}  front {value.Front.Count}{best}  hypervolume {value.Hypervolume:0.000}";
    }
}
