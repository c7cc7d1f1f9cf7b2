namespace BnnMl.Conformance.Tests;

/// <summary>A random network with features to run it on, named by its text, and what the packed engine makes of them.</summary>
sealed class Case
{
    Case(PackedNetwork network, float[] features, int samples) => (Network, Features, Samples) = (network, features, samples);

    internal PackedNetwork Network { get; }

    /// <summary>[samples, C·H·W], some exactly between two bytes, some beyond the range of bytes.</summary>
    internal float[] Features { get; }

    internal int Samples { get; }

    /// <summary>A network that is there with the features of data.</summary>
    internal static Case Of(PackedNetwork network, Dataset data) => new(network, data.Features.ToArray(), data.Count);

    /// <param name="text">"C8-MP2 | 1x7x9 | 3 | pixels": notation, shape, classes, encoding ("pixels", "tensor", "features").</param>
    /// <param name="samples">How many.</param>
    /// <param name="seed">Of network and features.</param>
    internal static Case Of(string text, int samples, int seed = 1)
    {
        string[] parts = text.Split('|', StringSplitOptions.TrimEntries);
        int[] sides = [.. parts[1].Split('x').Select(int.Parse)];
        var shape = new MapShape(sides[0], sides[1], sides[2]);
        var random = new Random(seed);
        var encoding = parts[3] switch
        {
            "pixels" => InputEncoding.Pixels,
            "tensor" => new InputEncoding([-1.7f], [0.013f], 37),
            "features" => new InputEncoding(Values(shape.Length, () => (float)((random.NextDouble() - 0.5) * 9)), Values(shape.Length, () => (float)(random.NextDouble() + 0.01)), 128),
            _ => throw new ArgumentException($"No such encoding: {parts[3]}.", nameof(text)),
        };
        var features = new float[samples * shape.Length];
        for (var i = 0; i < features.Length; i++)
        {
            var j = encoding.Scales.Length == 1 ? 0 : i % shape.Length;
            var q = random.Next(8) == 0 ? random.Next(-40, 300) : random.Next(256);
            features[i] = ((q + (random.Next(4) == 0 ? 0.5f : (float)random.NextDouble() - 0.5f)) * encoding.Scales[j]) + encoding.Offsets[j];
        }

        var network = RandomNetwork.Of(NetworkSpec.Parse(parts[0], shape, int.Parse(parts[2])), seed, encoding);
        return new Case(network, features, samples);
    }

    /// <summary>The engine's scores, [samples, classes], sample by sample.</summary>
    internal float[] EngineScores(BitErrorModel? errors = null, Chip chip = default, long firstSample = 0)
    {
        var (classes, scores) = (Network.Spec.Classes, new float[Samples * Network.Spec.Classes]);
        RunEngine(errors, chip, firstSample, (sample, predictor, own) => own.CopyTo(scores.AsSpan(sample * classes)));
        return scores;
    }

    /// <summary>A hidden layer's bits, [samples, bits of the map], in (y, x, channel) order.</summary>
    internal bool[] EngineBits(int layer, BitErrorModel? errors = null, Chip chip = default, long firstSample = 0)
    {
        var (bits, length) = (new List<bool>(), Network.Spec.Plan()[layer].Output.Length);
        RunEngine(errors, chip, firstSample, (_, predictor, _) => bits.AddRange(Enumerable.Range(0, length).Select(i => BitPack.Get(predictor.Map(layer), i))));
        return [.. bits];
    }

    void RunEngine(BitErrorModel? errors, Chip chip, long firstSample, Action<int, Predictor, float[]> use)
    {
        var (shape, predictor, scores) = (Network.Spec.Input, new Predictor(Network), new float[Network.Spec.Classes]);
        var input = new byte[shape.Length];
        for (var i = 0; i < Samples; i++)
        {
            Network.Encoding.Encode(Features.AsSpan(i * shape.Length, shape.Length), shape, input);
            if (errors is not null && (i == 0 || errors.Lifetime == ErrorLifetime.Transient))
                predictor.LoadCorrupted(Network, errors, chip, firstSample + i);
            predictor.Run(input, 1, errors, chip, firstSample + i, scores);
            use(i, predictor, scores);
        }
    }

    static float[] Values(int count, Func<float> next) => [.. Enumerable.Range(0, count).Select(_ => next())];
}
