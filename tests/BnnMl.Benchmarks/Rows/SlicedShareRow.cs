namespace BnnMl.Benchmarks;

/// <summary>
/// Bit-sliced layers of VGG3 alone as a share of what one core can do at most. The clock is measured in turns with the layer, so that the share is of the clock that there was
/// at that time. The share is the upper quartile over short windows: what a kernel can do is the machine's limit, and neighbours can only take from it.
/// </summary>
sealed class SlicedShareRow : IRow
{
    static readonly (string Name, int Index, Goal? Goal)[] layers = [("dense layer 3136 to 2048 (VGG3's fc1)", 2, new(0.65)), ("convolution 64 to 64, 3x3 at 14x14 (VGG3's conv2)", 1, null)];

    public string Key => "sliced-share";

    public string Summary => "bit-sliced layers alone, share of the one-core limit";

    public double Weight => 1;

    public string? WhyNot => MachineLimits.Measured.BitSliced is null ? "the processor's clock is not known here" : null;

    public IEnumerable<Line> Measure(double seconds)
    {
        var (limits, set) = (MachineLimits.Measured, KernelSelector.Selected);
        foreach (var (name, index, goal) in layers)
        {
            var layer = new SlicedLayer(NetworkSpec.Vgg3, index, set);
            var cycles = new Side("a cycle", () => ProcessorClock.Run(set), ProcessorClock.Cycles);
            var times = Pairs.Measure(new(name, layer.Run), cycles, seconds / layers.Length); // seconds per block, and per cycle
            var shares = Spread.Of(times.Ours.Zip(times.Peer, (block, cycle) => layer.Macs * cycle.Wall / block.Wall / limits.BitSlicedPerCycle));
            yield return new($"bit-sliced {name}, {layer.Samples} samples, share of the one-core limit [{KernelSelector.Chosen}]", 1, Spread.Single(shares.Upper), "%",
                set == InstructionSet.Avx512 ? goal : null, $"{Units.Time(times.OursSeconds.Lower)} (median {Units.Time(times.OursSeconds)})", $"{Units.Time(layer.Macs / limits.BitSliced!.Value / 1e9)} (limit)")
            {
                Pairs = times.Ours.Count,
                Detail = $"upper quartile of short windows, as neighbours can only slow it; median {Units.Figure(shares.Median, "%")}",
                GmacPerSecond = layer.Macs / times.OursSeconds.Lower / 1e9,
            };
        }
    }
}
