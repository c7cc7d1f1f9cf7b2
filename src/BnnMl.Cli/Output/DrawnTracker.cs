using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BnnMl.Cli.Output;

/// <summary>A bar that is drawn in place, with a remaining time that counts down between reports, and removed at the end.</summary>
sealed class DrawnTracker(ProgressTask task) : Tracker
{
    internal static T Run<T>(IAnsiConsole console, string title, Func<Tracker, T> work) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 20 }, new PercentageColumn(), new DetailColumn())
        .Start(context => work(new DrawnTracker(context.AddTask(Markup.Escape(title), maxValue: 1))));

    /// <inheritdoc/>
    protected override void Show(double fraction, string detail, TimeSpan? remaining)
    {
        task.Tag = new State(detail, remaining, Stopwatch.GetTimestamp());
        task.Value = fraction;
    }

    sealed record State(string Detail, TimeSpan? Remaining, long At)
    {
        public override string ToString() => Remaining is { } time ? $"{Shown.Time(time - Stopwatch.GetElapsedTime(At))} left  {Detail}" : Detail;
    }

    sealed class DetailColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        /// <inheritdoc/>
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Tag?.ToString() ?? "") { Overflow = Overflow.Ellipsis };
    }
}
