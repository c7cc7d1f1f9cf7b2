namespace BnnMl.Cli.Output;

/// <summary>A learning curve as a table of at most a dozen epochs.</summary>
static class LearningCurveView
{
    const int MostRows = 12;

    internal static void Show(TrainingResult result, Terminal terminal)
    {
        var (curve, perStep) = (result.Curve, result.Epochs / result.Steps);
        var rows = Math.Min(MostRows, curve.Count);
        var shown = Enumerable.Range(1, rows).Select(row => curve[(int)((long)row * curve.Count / rows) - 1]);
        terminal.Table(0, ["epoch", "loss", "train accuracy"], shown.Select(point => (IReadOnlyList<string>)[EpochText.Of(point.Epoch, perStep), $"{point.Loss:0.0000}", Shown.Percent(point.TrainAccuracy)]));
    }
}
