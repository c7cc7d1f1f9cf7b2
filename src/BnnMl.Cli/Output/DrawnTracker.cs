using Spectre.Console;
using Spectre.Console.Rendering;

namespace BnnMl.Cli.Output;

/// <summary>A bar that is drawn in place and removed at the end.</summary>
sealed class DrawnTracker(ProgressTask task) : Tracker
{
    internal static T Run<T>(IAnsiConsole console, string title, Func<Tracker, T> work) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new DetailColumn())
        .Start(context => work(new DrawnTracker(context.AddTask(Markup.Escape(title), maxValue: 1))));

    /// <inheritdoc/>
    protected override void Show(double fraction, string detail, TimeSpan? remaining)
    {
        task.Tag = remaining is { } time ? $"{detail}  {Shown.Time(time)} left" : detail;
        task.Value = fraction;
    }

    sealed class DetailColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        /// <inheritdoc/>
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Tag as string ?? "") { Overflow = Overflow.Ellipsis };
    }
}
