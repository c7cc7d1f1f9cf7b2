namespace BnnMl.TorchSharp.Tests;

/// <summary>Data and latent networks for single steps.</summary>
static class Steps
{
    /// <summary>Random bytes and labels; with weights of 0.5 to 1.5 if <paramref name="weighted"/>.</summary>
    internal static EncodedDataset Data(NetworkSpec spec, int samples, bool weighted = false, int seed = 3)
    {
        var random = new Random(seed);
        var inputs = new byte[samples * spec.Input.Length];
        random.NextBytes(inputs);
        var labels = Enumerable.Range(0, samples).Select(_ => random.Next(spec.Classes)).ToArray();
        return new(spec.Input, spec.Classes, inputs, labels, weighted ? [.. labels.Select(_ => 0.5f + random.NextSingle())] : null);
    }

    /// <summary>Like a network in the middle of its training: no shift is 0, so that no unit sits at a tie.</summary>
    internal static LatentNetwork Latent(NetworkSpec spec, int seed)
    {
        var random = new Random(seed);
        float Draw() => (2 * random.NextSingle()) - 1;
        float[] Draws(long count) => [.. Enumerable.Range(0, (int)count).Select(_ => Draw())];
        var plan = spec.Plan();
        return new(spec, [.. plan.Select(layer => Draws(layer.WeightBits))], [.. plan.Select(layer => Draws(layer.UnitCount))], 0.3f);
    }
}
