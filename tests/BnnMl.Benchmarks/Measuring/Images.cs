namespace BnnMl.Benchmarks;

/// <summary>What networks are run on: Fashion-MNIST where it is found (else the built-in synthetic digits) for 28×28, random bytes for other shapes.</summary>
static class Images
{
    static readonly Lazy<DataSplit> split = new(Load);
    static readonly Lazy<EncodedDataset> train = new(() => InputEncoding.Pixels.Encode(split.Value.Train));
    static readonly Lazy<EncodedDataset> test = new(() => InputEncoding.Pixels.Encode(split.Value.Test));

    /// <summary>Where the images are.</summary>
    internal static string Location { get; } = DataSource.DefaultLocation();

    /// <summary>The first images of those to test, or of those to train where that many are needed.</summary>
    internal static EncodedDataset Of(NetworkSpec spec, int count)
    {
        if (spec.Input != new MapShape(1, 28, 28))
            return BnnMl.Tests.RandomNetwork.Inputs(spec.Input, spec.Classes, count, seed: 2);
        var data = count <= test.Value.Count ? test.Value : train.Value;
        if (data.Shape != spec.Input || data.Classes != spec.Classes || data.Count < count)
            throw new InvalidDataException($"{Location}: {count} images of {spec.Input} in {spec.Classes} classes are needed, but it has {data.Count} of {data.Shape} in {data.Classes}. Name Fashion-MNIST's folder in BNNML_DATA, or none.");
        return data.Take(count);
    }

    /// <summary>Bytes in the order of ONNX and libtorch, [samples, C·H·W].</summary>
    internal static byte[] ChannelsFirst(EncodedDataset data)
    {
        var shape = data.Shape;
        if (shape.Channels == 1)
            return data.Rows(0, data.Count).ToArray();
        var bytes = new byte[data.Count * shape.Length];
        for (var sample = 0; sample < data.Count; sample++)
            for (var place = 0; place < shape.Length; place++)
                bytes[(sample * shape.Length) + (place % shape.Channels * shape.Area) + (place / shape.Channels)] = data.Row(sample)[place];
        return bytes;
    }

    static DataSplit Load() => DataSource.Load(Location, new() { SyntheticTrain = 60_000, SyntheticTest = 10_000 });
}
