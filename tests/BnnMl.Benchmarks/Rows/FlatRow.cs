using BnnMl.Tests;

namespace BnnMl.Benchmarks;

/// <summary>Time per image over the number of images: the longest over the shortest of the medians. All numbers are timed in turns.</summary>
sealed class FlatRow : IRow
{
    static readonly int[] counts = [512, 1024, 4096, 16_384, 60_000];

    public string Key => "vgg3-flat";

    public string Summary => $"VGG3, time per image at {string.Join(", ", counts.Select(count => $"{count:N0}"))} images: longest over shortest (1.15 counts as flat; a turn of short runs begins with one that is not timed)";

    public double Weight => 2;

    public string? WhyNot => null;

    public IEnumerable<Line> Measure(double seconds)
    {
        var spec = NetworkSpec.Vgg3;
        var network = RandomNetwork.Of(spec, seed: 1);
        foreach (var threads in Threading.Counts)
        {
            var sides = counts.Select(count =>
            {
                var classifier = new PackedClassifier(network, Images.Of(spec, count), threads);
                return new Side($"{count:N0}", () => classifier.Predict(), count);
            }).ToArray();
            var scaling = CoreScaling.Of(threads);
            var rounds = Rounds.Measure(sides, seconds / Threading.Counts.Count, scaling, isSteady: true);
            var medians = Rounds.Medians(rounds);
            yield return new(Summary, threads, Rounds.Figure(rounds, times => times.Max() / times.Min()), "x", new(1.15, AtLeast: false),
                $"an image at {string.Join(", ", sides.Zip(medians, (side, median) => $"{side.Name}: {Units.Time(median)}"))}", "")
            {
                Pairs = rounds[0].Count,
                Scaling = scaling?.Median,
                GmacPerSecond = spec.Macs / medians[^1] / 1e9,
                Limit = MachineLimits.Measured.BitSliced,
            };
        }
    }
}
