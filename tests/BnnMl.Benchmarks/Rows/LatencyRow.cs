using System.Diagnostics;
using BnnMl.Tests;

namespace BnnMl.Benchmarks;

/// <summary>One image at a time, warm: median and 99th percentile, and what is allocated.</summary>
sealed class LatencyRow : IRow
{
    const int Block = 50; // images per side and turn
    static readonly NetworkSpec spec = NetworkSpec.Vgg3;

    public string Key => "vgg3-latency";

    public string Summary => "VGG3, one image, latency on 1 thread, against ONNX Runtime fp32";

    public double Weight => 1;

    public string? WhyNot => null;

    public IEnumerable<Line> Measure(double seconds)
    {
        var (network, data) = (RandomNetwork.Of(spec, seed: 1), Images.Of(spec, 1));
        var (predictor, row, scores) = (new Predictor(network), data.Row(0).ToArray(), new float[spec.Classes]);
        using var peers = RuntimePeers.Float(network, data, new PackedClassifier(network, data, 1).Scores(), threads: 1);
        var peer = peers.Quickest(0);
        List<double> ours = [], theirs = [], medians = [];
        void Predict() => predictor.Scores(row, scores);
        for (var i = 0; i < 1000; i++)
            Predict();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Predict();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        for (var clock = Stopwatch.StartNew(); medians.Count < 20 || clock.Elapsed.TotalSeconds < seconds;)
        {
            double[] own = [.. Times(Predict)], other = [.. Times(peer.Run)];
            ours.AddRange(own);
            theirs.AddRange(other);
            medians.Add(Spread.Of(other).Median / Spread.Of(own).Median);
            Calibration.Sample();
        }

        yield return new($"{Summary}, p50; {(allocated == 0 ? "nothing is allocated" : $"{allocated} bytes allocated by 1,000 images")}", 1, Spread.Of(medians), "x", new(5),
            Units.Time(Quantile(ours, 0.5)), $"{Units.Time(Quantile(theirs, 0.5))} ({peer.Name})")
        {
            Pairs = medians.Count,
            Detail = $"of blocks of {Block} images",
            GmacPerSecond = spec.Macs / Quantile(ours, 0.5) / 1e9,
        };
        var ratio = Quantile(theirs, 0.99) / Quantile(ours, 0.99);
        yield return new("the same, p99", 1, Spread.Single(ratio), "x", null, Units.Time(Quantile(ours, 0.99)), Units.Time(Quantile(theirs, 0.99)));
    }

    /// <summary>Seconds of every image, after some that warm the caches again.</summary>
    static IEnumerable<double> Times(Action run)
    {
        for (var i = 0; i < 3; i++)
            run();
        for (var i = 0; i < Block; i++)
        {
            var start = Stopwatch.GetTimestamp();
            run();
            yield return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    static double Quantile(List<double> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));
}
