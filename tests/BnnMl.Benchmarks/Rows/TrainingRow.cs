using BnnMl.TorchSharp;

namespace BnnMl.Benchmarks;

/// <summary>
/// A training step (forward, backward, Adam) against libtorch's, all in turns, step by step. libtorch has three forms: BnnMl.TorchSharp's autograd function, with huge pages and, in
/// a process of its own, without, and the plain form of libtorch's modules. The one with the smallest median is the peer.
/// </summary>
sealed class TrainingRow(string name, NetworkSpec spec) : IRow
{
    const int Batch = 256;
    const int Samples = 10_000;

    public string Key => $"{name.ToLowerInvariant()}-training";

    public string Summary => $"training step, {name}, batch {Batch}, against libtorch on the CPU";

    public double Weight => 4;

    public string? WhyNot => LibTorch.WhyMissing;

    public IEnumerable<Line> Measure(double seconds)
    {
        foreach (var threads in Threading.Counts.Reverse())
        {
            TrainingSides.SetTorchThreads(threads);
            using var sides = Sides(spec);
            using var remote = RemoteSteps.Start(name.ToUpperInvariant(), threads);
            Side[] forms = [sides.Torch(), sides.PlainTorch(), remote.Side];
            var scaling = CoreScaling.Of(threads);
            var times = Rounds.Measure([sides.Native(threads), .. forms], seconds * (threads > 1 ? 2 : 1) / 3, scaling);
            var medians = Rounds.Medians(times)[1..];
            var best = Array.IndexOf(medians, medians.Min());
            var others = string.Join(", ", forms.Index().Where(form => form.Index != best).Select(form => $"{form.Item.Name["libtorch, ".Length..]} {Units.Time(medians[form.Index])}"));
            var macs = (3 * spec.Macs) - spec.Plan()[0].Macs; // forward, gradients of inputs (not of the first layer's) and of weights
            var line = Line.Of($"{Summary}{HugePages}", threads, new(times[0], times[best + 1]) { Scaling = scaling?.Median }, new(4), $"{forms[best].Name}, the quickest form; {others}", macs * Batch, MachineLimits.Measured.Float);
            yield return forms[best] == remote.Side ? line with { ProcessorRatio = null } : line; // that process's is not ours to read
        }
    }

    /// <summary>What a step is made of, here and in a child process.</summary>
    internal static TrainingSides Sides(NetworkSpec spec) => new(spec, Images.Of(spec, Samples), Batch);

    static string HugePages => Environment.GetEnvironmentVariable(RemoteSteps.HugePages) == "1" ? "" : $" (WITHOUT {RemoteSteps.HugePages}=1, which makes libtorch quicker)";
}
