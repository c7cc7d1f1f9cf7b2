namespace BnnMl.Tests;

/// <summary>Random networks and inputs, the same for the same seed; linked into the test projects that need them.</summary>
static class RandomNetwork
{
    internal static PackedNetwork Of(NetworkSpec spec, int seed, InputEncoding? encoding = null)
    {
        var random = new Random(seed);
        var layers = spec.Plan().Select(plan => Layer(plan, random)).ToArray();
        var scales = Enumerable.Range(0, spec.Classes).Select(_ => (float)(random.NextDouble() + 0.01)).ToArray();
        var biases = Enumerable.Range(0, spec.Classes).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        return new PackedNetwork(spec, encoding ?? InputEncoding.Pixels, layers, scales, biases);
    }

    internal static PackedNetwork Of(string notation, MapShape input, int classes, int seed) => Of(NetworkSpec.Parse(notation, input, classes), seed);

    internal static EncodedDataset Inputs(MapShape shape, int classes, int count, int seed)
    {
        var random = new Random(seed);
        var inputs = new byte[shape.Length * count];
        random.NextBytes(inputs);
        return new EncodedDataset(shape, classes, inputs, [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))]);
    }

    /// <summary>Thresholds within two standard deviations of a random z, now and then always, never, and exactly at a reachable z.</summary>
    static PackedLayer Layer(PlannedLayer plan, Random random)
    {
        var weights = new ulong[plan.UnitCount * plan.WordsPerUnit];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (ulong)random.NextInt64(long.MinValue, long.MaxValue) & ((i + 1) % plan.WordsPerUnit == 0 ? BitPack.LastWordMask(plan.FanIn) : ulong.MaxValue);
        var spread = (plan.IsFirst ? 147 : 1) * Math.Sqrt(plan.FanIn);
        var thresholds = Enumerable.Range(0, plan.Kind == LayerKind.Output ? 0 : plan.UnitCount).Select(unit => (unit % 16) switch
        {
            14 => -plan.ZMax,
            15 => plan.ZMax + 1,
            _ => Math.Clamp((int)((random.NextDouble() - 0.5) * 4 * spread), -plan.ZMax, plan.ZMax + 1),
        }).ToArray();
        return new PackedLayer(plan, weights, thresholds);
    }
}
