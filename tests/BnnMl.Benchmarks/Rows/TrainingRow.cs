using BnnMl.TorchSharp;

namespace BnnMl.Benchmarks;

/// <summary>A training step (forward, backward, Adam) against libtorch's, step by step in turns in one process; the peer is the quicker of its two forms.</summary>
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
            using var sides = new TrainingSides(spec, Images.Of(spec, Samples), Batch);
            var share = seconds * (threads > 1 ? 2 : 1) / 3;
            var peer = Pairs.Quickest([sides.Torch(), sides.PlainTorch()], share / 4);
            var times = Pairs.Measure(sides.Native(threads), peer, share * 3 / 4);
            var macs = (3 * spec.Macs) - spec.Plan()[0].Macs; // forward, gradients of inputs (not of the first layer's) and of weights
            yield return Line.Of($"{Summary}{HugePages}", threads, times, new(4), peer.Name, macs * Batch, MachineLimits.Measured.Float);
        }
    }

    static string HugePages => Environment.GetEnvironmentVariable("THP_MEM_ALLOC_ENABLE") == "1" ? "" : " (WITHOUT THP_MEM_ALLOC_ENABLE=1, which makes libtorch quicker)";
}
