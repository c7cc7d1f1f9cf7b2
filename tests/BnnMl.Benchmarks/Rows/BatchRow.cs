using BnnMl.Tests;

namespace BnnMl.Benchmarks;

/// <summary>A whole network on a batch against ONNX Runtime.</summary>
sealed class BatchRow(string name, NetworkSpec spec, int batch, bool integer, Func<InstructionSet, Goal?> goal) : IRow
{
    public string Key => $"{name.ToLowerInvariant()}-{(integer ? "int8" : "fp32")}";

    public string Summary => $"{name}, batch of {batch}, whole network, against ONNX Runtime {(integer ? "int8" : "fp32")}";

    public double Weight => spec.Macs > 1e8 ? 3 : 2;

    public string? WhyNot => null;

    public IEnumerable<Line> Measure(double seconds)
    {
        var (network, data) = (RandomNetwork.Of(spec, seed: 1), Images.Of(spec, batch));
        foreach (var threads in Threading.Counts)
        {
            var ours = new PackedClassifier(network, data, threads);
            var scores = ours.Scores();
            using var peers = integer ? RuntimePeers.Integer(network, data, scores, threads) : RuntimePeers.Float(network, data, scores, threads);
            var share = seconds / Threading.Counts.Count;
            var peer = peers.Quickest(share / 4);
            var times = Pairs.Measure(new("engine", () => ours.Scores()), peer, share * 3 / 4, CoreScaling.Of(threads));
            yield return Line.Of($"{Summary} [{KernelSelector.Chosen}]", threads, times, goal(KernelSelector.Selected), peer.Name, spec.Macs * batch, MachineLimits.Measured.BitSliced);
        }
    }
}
