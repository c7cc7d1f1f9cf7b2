using BnnMl.Tests;

namespace BnnMl.Benchmarks;

/// <summary>Two threads against one.</summary>
sealed class ThreadsRow : IRow
{
    const int Samples = 10_000;

    public string Key => "vgg3-threads";

    public string Summary => $"VGG3, {Samples:N0} images, 2 threads against 1";

    public double Weight => 1;

    public string? WhyNot => Threading.Most < 2 ? "one core" : null;

    public IEnumerable<Line> Measure(double seconds)
    {
        var spec = NetworkSpec.Vgg3;
        var (network, data) = (RandomNetwork.Of(spec, seed: 1), Images.Of(spec, Samples));
        var (two, one) = (new PackedClassifier(network, data, threads: 2), new PackedClassifier(network, data, threads: 1));
        var times = Pairs.Measure(new("2 threads", () => two.Predict()), new("1 thread", () => one.Predict()), seconds, CoreScaling.Of(2));
        yield return Line.Of(Summary, 2, times, new(1.85), "1 thread", spec.Macs * Samples, MachineLimits.Measured.BitSliced) with { IsAboutThreads = true };
    }
}
