namespace BnnMl.Benchmarks;

/// <summary>What networks are run on: Fashion-MNIST where it is found (else the built-in synthetic digits) for 28×28, random bytes for other shapes.</summary>
static class Images
{
    /// <summary>Where the images are.</summary>
    internal static string Location { get; private set; } = DataSource.DefaultLocation();

    static readonly MapShape shape = new(1, 28, 28);
    static Lazy<DataSplit> split = new(() => Load(Location));
    static readonly Lazy<EncodedDataset> train = new(() => InputEncoding.Pixels.Encode(split.Value.Train));
    static readonly Lazy<EncodedDataset> test = new(() => InputEncoding.Pixels.Encode(split.Value.Test));

    /// <summary>Takes the images of a place; said before minutes of measuring where they can't be had.</summary>
    /// <exception cref="ArgumentException">They can't; the message says where they may be.</exception>
    internal static void Use(string location)
    {
        try
        {
            split = new(Load(location));
            if (split.Value.Train is not { Count: >= 60_000 } || split.Value.Test is not { Count: >= 10_000 } || split.Value.Train.Shape != shape)
                throw new InvalidDataException($"{location}: {split.Value.Train.Count} and {split.Value.Test.Count} images of {split.Value.Train.Shape} are not the 60,000 and 10,000 of {shape} that are needed.");
            Location = location;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            split = new(() => Load(Location));
            throw new ArgumentException($"{e.Message} Name the folder of Fashion-MNIST by --data DIR or BNNML_DATA=DIR; with neither it is looked for in shared/data/fashion-mnist beside this folder or one above it; --data {DataSource.Synthetic} takes built-in digits.", e);
        }
    }

    /// <summary>The first images of those to test, or of those to train where that many are needed.</summary>
    internal static EncodedDataset Of(NetworkSpec spec, int count)
    {
        if (spec.Input != shape)
            return BnnMl.Tests.RandomNetwork.Inputs(spec.Input, spec.Classes, count, seed: 2);
        var data = count <= test.Value.Count ? test.Value : train.Value;
        if (data.Shape != spec.Input || data.Classes != spec.Classes || data.Count < count)
            throw new InvalidDataException($"{Location}: {count} images of {spec.Input} in {spec.Classes} classes are needed, but it has {data.Count} of {data.Shape} in {data.Classes}. Name Fashion-MNIST's folder in BNNML_DATA, or none.");
        return data.Take(count);
    }

    /// <summary>Bytes in the order of ONNX and libtorch, [samples, C·H·W].</summary>
    internal static byte[] ChannelsFirst(EncodedDataset data)
    {
        var map = data.Shape;
        if (map.Channels == 1)
            return data.Rows(0, data.Count).ToArray();
        var bytes = new byte[data.Count * map.Length];
        for (var sample = 0; sample < data.Count; sample++)
            for (var place = 0; place < map.Length; place++)
                bytes[(sample * map.Length) + (place % map.Channels * map.Area) + (place / map.Channels)] = data.Row(sample)[place];
        return bytes;
    }

    static DataSplit Load(string location) => DataSource.Load(location, new() { SyntheticTrain = 60_000, SyntheticTest = 10_000 });
}
