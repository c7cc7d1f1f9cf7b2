using System.Text;
using System.Text.Json;

namespace BnnMl.Cli.Output;

/// <summary>A tolerance curve as table, JSON and CSV.</summary>
static class CurveView
{
    internal static ToleranceCurve Measure(string title, ICorruptibleClassifier classifier, ToleranceOptions options, Terminal terminal, CancellationToken cancel) =>
        terminal.Track(title, tracker => ToleranceCurve.Measure(classifier, options, new TrackedTolerance(tracker, options), cancel));

    internal static void Show(ToleranceCurve curve, Terminal terminal)
    {
        terminal.Table(0, ["bit error rate", "accuracy", "± 95 %", "sd", "5 % quantile", "worst", "chips"], curve.Points.Select(point => (IReadOnlyList<string>)
        [
            Shown.Rate(point.BitErrorRate), Shown.Percent(point.Mean), OfChips(point, (point.High95 - point.Low95) / 2), OfChips(point, point.Sd),
            Shown.Percent(point.Q05), Shown.Percent(point.Min), Shown.Whole(point.Chips),
        ]));
        if (curve.Points.Any(point => point.Chips == 1))
            terminal.Line("-: one chip says nothing about others; give --chips 2 or more for an interval");
        terminal.Line($"clean accuracy {Shown.Percent(curve.CleanAccuracy)}; tolerated bit error rate: {Tolerated(curve, 1)} (1 point lost), {Tolerated(curve, 5)} (5 points lost)");
    }

    /// <summary>A spread of the chips, which one alone does not have.</summary>
    static string OfChips(TolerancePoint point, double spread) => point.Chips == 1 ? "-" : Shown.Percent(spread);

    /// <summary>"2.91 %", or "30 % or more" where no measured rate loses as much.</summary>
    internal static string Tolerated(ToleranceCurve curve, double points) =>
        Shown.Rate(curve.ToleratedBitErrorRate(points)) + (curve.IsLowerBound(points) ? " or more" : "");

    internal static void Write(Utf8JsonWriter json, ToleranceCurve curve)
    {
        json.WriteStartArray("curve");
        foreach (var point in curve.Points)
        {
            json.WriteStartObject();
            json.WriteNumber("ber", point.BitErrorRate);
            json.WriteNumber("mean", point.Mean);
            json.WriteNumber("sd", point.Sd);
            json.WriteNumber("low95", point.Low95);
            json.WriteNumber("high95", point.High95);
            json.WriteNumber("q05", point.Q05);
            json.WriteNumber("min", point.Min);
            json.WriteNumber("chips", point.Chips);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("clean_accuracy", curve.CleanAccuracy);
        foreach (var points in (ReadOnlySpan<int>)[1, 5])
        {
            json.WriteNumber($"tolerated_ber_{points}", curve.ToleratedBitErrorRate(points));
            json.WriteBoolean($"tolerated_ber_{points}_is_lower_bound", curve.IsLowerBound(points));
        }
    }

    internal static void WriteCsv(string path, ToleranceCurve curve)
    {
        var text = new StringBuilder("ber,mean,sd,low95,high95,q05,min,chips\n");
        foreach (var p in curve.Points)
            text.Append($"{p.BitErrorRate},{p.Mean},{p.Sd},{p.Low95},{p.High95},{p.Q05},{p.Min},{p.Chips}\n");
        AtomicFile.WriteText(path, text.ToString());
    }
}
