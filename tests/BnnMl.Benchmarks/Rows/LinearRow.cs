using BnnMl.Tests;

namespace BnnMl.Benchmarks;

/// <summary>
/// Time against multiply-accumulates over networks of all sizes: how far they lie from one line through the origin, which is drawn so that the largest distance is smallest. A
/// first layer's 8-bit multiply-accumulates count as eight binary ones: its inputs are eight planes of bits.
/// </summary>
sealed class LinearRow : IRow
{
    const int Samples = 1024;
    const int Planes = 8;

    static readonly (string Name, NetworkSpec Spec)[] networks =
    [
        ("FC", NetworkSpec.Fc), ("VGG3", NetworkSpec.Vgg3), ("CNV", NetworkSpec.Cnv), ("VGG7", NetworkSpec.Vgg7),
        ("C128-MP2-C128-MP2-FC2048", NetworkSpec.Parse("C128-MP2-C128-MP2-FC2048", new(1, 28, 28), 10)),
        ("C128-C128-MP2-C128-C128-MP2-FC1024", NetworkSpec.Parse("C128-C128-MP2-C128-C128-MP2-FC1024", new(3, 32, 32), 10)),
    ];

    public string Key => "linear";

    public string Summary => $"time per binary MAC over {string.Join(", ", networks.Select(network => network.Name))} (8-bit MACs count as {Planes}): farthest from one line through the origin";

    public double Weight => 2;

    public string? WhyNot => null;

    public IEnumerable<Line> Measure(double seconds)
    {
        foreach (var threads in Threading.Counts)
        {
            Side[] sides = [.. networks.Select(network => Of(network.Name, network.Spec, threads))];
            var scaling = CoreScaling.Of(threads);
            var rounds = Rounds.Measure(sides, seconds / Threading.Counts.Count, scaling);
            var medians = Rounds.Medians(rounds);
            yield return new(Summary, threads, Rounds.Figure(rounds, times => (times.Max() - times.Min()) / (times.Max() + times.Min())), "%", new(0.25, AtLeast: false),
                string.Join(", ", sides.Zip(medians, (side, median) => $"{side.Name} {Units.Digits(1 / median / 1e9)}")) + $" GMAC/s so counted; slowest over fastest {Units.Digits(medians.Max() / medians.Min())}", "")
            {
                Pairs = rounds[0].Count,
                Scaling = scaling?.Median,
            };
        }
    }

    static Side Of(string name, NetworkSpec spec, int threads)
    {
        var classifier = new PackedClassifier(RandomNetwork.Of(spec, seed: 1), Images.Of(spec, Samples), threads);
        return new(name, () => classifier.Predict(), Samples * (double)(spec.Bops + (Planes * (spec.Macs - spec.Bops))));
    }
}
