using BnnMl.Tests;

namespace BnnMl.Benchmarks;

/// <summary>
/// A dense layer 2048 → 2048 as a share of what one core can do at most: the time that two more such layers add to a network, so that its first layer, its output and reading
/// images do not count.
/// </summary>
sealed class DenseShareRow : IRow
{
    const int Samples = 8192;
    const int Width = 2048;
    const int More = 4;

    public string Key => "dense-share";

    public string Summary => $"bit-sliced dense layer {Width} to {Width}, {Samples:N0} samples, share of the one-core limit (time that {More} more layers add to a network)";

    public double Weight => 1;

    public string? WhyNot => MachineLimits.Measured.BitSliced is null ? "the processor's clock is not known here" : null;

    public IEnumerable<Line> Measure(double seconds)
    {
        var (few, many) = (Classifier(1), Classifier(1 + More));
        var times = Pairs.Measure(new("few layers", () => few.Predict()), new("many layers", () => many.Predict()), seconds);
        var limit = MachineLimits.Measured.BitSliced!.Value;
        var macs = (double)Width * Width * Samples;
        double[] layers = [.. times.Peer.Zip(times.Ours, (with, without) => (with - without) / More)];
        yield return new($"{Summary} [{KernelSelector.Chosen}]", 1, Spread.Of(layers.Select(time => macs / time / 1e9 / limit)), "%",
            KernelSelector.Selected == InstructionSet.Avx512 ? new(0.65) : null, $"{Units.Time(Spread.Of(layers))} a layer", $"{Units.Time(macs / limit / 1e9)} (limit)")
        {
            GmacPerSecond = macs / Spread.Of(layers).Median / 1e9,
            Limit = limit,
        };
    }

    static PackedClassifier Classifier(int layers)
    {
        var spec = NetworkSpec.Parse(string.Join('-', Enumerable.Repeat($"FC{Width}", layers + 1)), MapShape.Features(64), 2);
        return new(RandomNetwork.Of(spec, seed: 1), RandomNetwork.Inputs(spec.Input, spec.Classes, Samples, seed: 2), threads: 1);
    }
}
