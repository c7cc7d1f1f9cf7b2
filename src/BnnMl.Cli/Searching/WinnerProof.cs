using System.Diagnostics;
using BnnMl.Cli.Output;
using BnnMl.Onnx;

namespace BnnMl.Cli.Searching;

/// <summary>Exports the winner and measures it: test accuracy, the curve on the packed engine, and both engines side by side, as much of it as the time allows.</summary>
sealed class WinnerProof(SearchRequest request, Terminal terminal)
{
    static readonly double[] Rates = [0, 0.01, 0.02, 0.05, 0.1, 0.2];

    /// <summary>Of the time left: the rest is for start-up, files and a machine that slows down.</summary>
    const double Usable = 0.6;

    internal WinnerCurves Measure(PackedNetwork network, Dataset test, TimeSpan? left, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        OnnxExporter.Write(network, request.Files.Clean);
        OnnxExporter.WriteFaulty(network, request.Files.Faulty);
        using var session = FaultyOnnxSession.Open(request.Files.Faulty);
        var accuracy = Packed(network, test).Accuracy(null, default, cancel);
        var engines = Compare(network, session, test, (left - clock.Elapsed) * Usable / 2, cancel);
        engines.Show(terminal);
        var curve = Curve(network, test, (left - clock.Elapsed) * Usable, cancel);
        return new WinnerCurves(accuracy, curve, engines);
    }

    EngineComparison Compare(PackedNetwork network, FaultyOnnxSession session, Dataset test, TimeSpan? limit, CancellationToken cancel)
    {
        var perSample = SecondsPerSample(new OnnxClassifier(session, First(test, 64)), cancel) + SecondsPerSample(Packed(network, First(test, 64)), cancel);
        var amount = Amount.Within(limit, perSample, Rates.Length, test.Count, mostChips: 5);
        var options = new ToleranceOptions { BitErrorRates = Rates, Chips = amount.Chips };
        var samples = First(test, amount.Samples);
        var packed = CurveView.Measure("packed engine", Packed(network, samples), options, terminal, cancel);
        var onnx = CurveView.Measure($"ONNX Runtime ({session.Provider})", new OnnxClassifier(session, samples), options, terminal, cancel);
        return new EngineComparison(packed, onnx, amount.Samples, amount.Chips);
    }

    ToleranceCurve Curve(PackedNetwork network, Dataset test, TimeSpan? limit, CancellationToken cancel)
    {
        var amount = Amount.Within(limit, SecondsPerSample(Packed(network, First(test, 256)), cancel), ToleranceOptions.Protocol.Count, test.Count, mostChips: 50);
        var curve = CurveView.Measure("bit errors", Packed(network, First(test, amount.Samples)), new ToleranceOptions { Chips = amount.Chips }, terminal, cancel);
        terminal.Line($"winner under bit errors in its weights: {Shown.Whole(amount.Samples)} test samples, chips 100 to {99 + amount.Chips}, packed engine");
        CurveView.Show(curve, terminal);
        return curve;
    }

    /// <summary>Of one sample on one chip, after a first run that warms up.</summary>
    static double SecondsPerSample(ICorruptibleClassifier classifier, CancellationToken cancel)
    {
        var errors = BitErrorModel.Symmetric(0.05);
        classifier.Accuracy(errors, new Chip(0), cancel);
        var clock = Stopwatch.StartNew();
        classifier.Accuracy(errors, new Chip(1), cancel);
        return clock.Elapsed.TotalSeconds / classifier.Samples;
    }

    static PackedClassifier Packed(PackedNetwork network, Dataset data) => new(network, network.Encoding.Encode(data));

    static Dataset First(Dataset data, int count) => count >= data.Count ? data : data.Select([.. Enumerable.Range(0, count)]);
}
