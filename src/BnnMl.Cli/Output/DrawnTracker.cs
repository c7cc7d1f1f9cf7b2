using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BnnMl.Cli.Output;

/// <summary>A bar that is drawn in place, with a remaining time that counts down between reports, and removed at the end.</summary>
sealed class DrawnTracker(ProgressTask task) : Tracker
{
    const int Bar = 14;

    /// <summary>The percentage, and a blank at every column's side.</summary>
    const int Rest = 9;

    internal static T Run<T>(IAnsiConsole console, string title, Func<Tracker, T> work) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = Bar }, new PercentageColumn(), new DetailColumn())
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

        /// <summary>One line, cut at the terminal's side: the library would wrap it and shorten the title instead.</summary>
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var (text, room) = (task.Tag?.ToString() ?? "", Math.Max(1, options.ConsoleSize.Width - task.Description.Length - Bar - Rest));
            return new Text(text.Length <= room ? text : $"{text[..(room - 1)]}…");
        }
    }
}
