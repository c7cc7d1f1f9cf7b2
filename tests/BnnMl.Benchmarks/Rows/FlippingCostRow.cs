using BnnMl.Tests;

namespace BnnMl.Benchmarks;

/// <summary>What bit errors cost: everything that a chip needs is within its time.</summary>
sealed class FlippingCostRow : IRow
{
    const int Samples = 10_000;

    static readonly (string What, FlipTargets Targets, ErrorLifetime Lifetime, Goal? Goal)[] kinds =
    [
        ("weights + activations", FlipTargets.Weights | FlipTargets.Activations, ErrorLifetime.Persistent, new(1.25, AtLeast: false)),
        ("activations, new ones for every image", FlipTargets.Activations, ErrorLifetime.Transient, null),
    ];

    public string Key => "vgg3-flips";

    public string Summary => "VGG3, 10,000 images, time with flips at 1 % over time without (nothing kept from chip to chip)";

    public double Weight => 2;

    public string? WhyNot => null;

    public IEnumerable<Line> Measure(double seconds)
    {
        var spec = NetworkSpec.Vgg3;
        var (network, data) = (RandomNetwork.Of(spec, seed: 1), Images.Of(spec, Samples));
        foreach (var threads in Threading.Counts)
            foreach (var (what, targets, lifetime, goal) in kinds)
            {
                var (clean, flipped, chip) = (Of(network, data, threads), Of(network, data, threads), 0); // one alone would change its weights all the time
                var errors = BitErrorModel.Symmetric(0.01) with { Targets = targets, Lifetime = lifetime };
                var times = Pairs.Measure(new("clean", () => clean.Accuracy(null, default, default)), new("flipped", () => flipped.Accuracy(errors, new(chip++), default)),
                    seconds / Threading.Counts.Count / kinds.Length, CoreScaling.Of(threads));
                yield return new($"{Summary}: {what}", threads, times.Ratio, "x", goal, Units.Time(times.PeerSeconds), $"{Units.Time(times.OursSeconds)} (clean)")
                {
                    Pairs = times.Ours.Count,
                    Scaling = times.Scaling,
                    GmacPerSecond = spec.Macs * Samples / times.PeerSeconds.Median / 1e9,
                    Limit = MachineLimits.Measured.BitSliced,
                };
            }
    }

    /// <summary>Nothing is kept from chip to chip, as nothing is from one clean run to the next: all layers are evaluated on both sides.</summary>
    static PackedClassifier Of(PackedNetwork network, EncodedDataset data, int threads) => new(network, data, threads) { RemembersFirstLayer = false };
}
