using BnnMl.Tests;

namespace BnnMl.Benchmarks;

/// <summary>1,000 chips × 10,000 images: a chip after another is timed on all images, and the median times 1,000.</summary>
sealed class SweepRow : IRow
{
    const int Chips = 1000;
    const int Samples = 10_000;
    static readonly BitErrorModel errors = BitErrorModel.Symmetric(0.01);

    public string Key => "vgg3-sweep";

    public string Summary => "VGG3, 1,000 chips x 10,000 images at 1 % BER of weights, against ONNX Runtime with patched sessions (scaled from the chips that were timed)";

    public double Weight => 4;

    public string? WhyNot => null;

    public IEnumerable<Line> Measure(double seconds)
    {
        var spec = NetworkSpec.Vgg3;
        var (network, data) = (RandomNetwork.Of(spec, seed: 1), Images.Of(spec, Samples));
        var sessions = new PatchedSessions(network, data);
        var (expected, found) = (new PackedClassifier(network, data).Accuracy(errors, new(7), default), sessions.Accuracy(errors, new(7), new(Threading.Most, false, 64)));
        if (expected != found)
            throw new InvalidOperationException($"With the errors of chip 7 ONNX Runtime's accuracy is {found}, ours {expected}: nothing is timed.");
        foreach (var threads in Threading.Counts)
        {
            var ours = new PackedClassifier(network, data, threads);
            var (chip, share) = (0, seconds / Threading.Counts.Count);
            var peer = Pairs.Quickest([.. sessions.Sides(errors, threads)], share / 3);
            var times = Pairs.Measure(new("engine", () => ours.Accuracy(errors, new(chip++), default)), peer, share * 2 / 3, CoreScaling.Of(threads));
            yield return Line.Of(Summary, threads, times, new(25), peer.Name, spec.Macs * Samples, MachineLimits.Measured.BitSliced) with
            {
                Ours = Units.Time(times.OursSeconds.Times(Chips)),
                Peer = $"{Units.Time(times.PeerSeconds.Times(Chips))} ({peer.Name})",
            };
        }
    }
}
