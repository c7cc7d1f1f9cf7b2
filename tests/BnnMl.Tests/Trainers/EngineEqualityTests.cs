using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests.Trainers;

/// <summary>The same spec, seed and data give the same network through ML.NET as from the engine.</summary>
public sealed class EngineEqualityTests
{
    readonly MLContext ml = new();

    [FactNeeding(Need.Tables)]
    public void Optdigits_through_a_text_loader_gives_the_engines_network()
    {
        var path = Path.Combine(Machine.Tables!, "optdigits-train.csv");
        var rows = File.ReadLines(path).Select(line => line.Split(',').Select(field => float.Parse(field, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var direct = new Dataset(MapShape.Features(64), [.. rows.SelectMany(row => row[..64])], [.. rows.Select(row => (int)row[64])], [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")]);
        var data = ml.Data.LoadFromTextFile(path, [new("Features", DataKind.Single, 0, 63), new("Digit", DataKind.String, 64)], separatorChar: ',');
        var options = new BinarizedNetworkTrainerOptions { Network = "FC48-FC24", Epochs = 2, Seed = 5, LabelColumnName = "Key" };
        var key = ml.Transforms.Conversion.MapValueToKey("Key", "Digit", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
        var model = key.Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(options)).Fit(data).LastTransformer;
        AssertSame(Direct(direct, "FC48-FC24", options), model.Model);
        Assert.Equal("[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]", model.Model.Metadata["class_names"]);
    }

    [FactNeeding(Need.FashionMnist)]
    public void Fashion_MNIST_images_give_the_engines_network()
    {
        var few = DataSource.Load(Machine.FashionMnist!).Train.Select([.. Enumerable.Range(0, 600)]);
        var rows = Enumerable.Range(0, few.Count).Select(i => new ImageRow { Features = few.Row(i).ToArray(), Label = (uint)few.Labels[i] });
        var options = new BinarizedNetworkTrainerOptions { Network = "C4-MP2-FC16", ImageShape = few.Shape, Epochs = 1, TrainingBitErrors = BitErrorModel.Symmetric(0.05) };
        var model = ml.MulticlassClassification.Trainers.BinarizedNetwork(options).Fit(ml.Data.LoadFromEnumerable(rows));
        AssertSame(Direct(few, "C4-MP2-FC16", options), model.Model);
    }

    [Fact]
    public void Weights_reach_the_engine()
    {
        var rows = TinyRow.Many();
        for (var i = 0; i < rows.Length; i++)
            rows[i].Weight = 1 + (i % 4);
        var direct = new Dataset(MapShape.Features(TinyRow.Features), [.. rows.SelectMany(row => row.Values)], [.. rows.Select((_, i) => i % 3)], ["ash", "beech", "cedar"],
            weights: [.. rows.Select(row => row.Weight)]);
        var options = TinyPipeline.Options with { ExampleWeightColumnName = "Weight" };
        var weighted = TinyPipeline.Multiclass(ml, TinyPipeline.View(ml, rows), options).LastTransformer;
        AssertSame(Direct(direct, "FC16", options), weighted.Model);
        Assert.NotEqual(SameNetwork.Bytes(weighted.Model), SameNetwork.Bytes(TinyPipeline.Multiclass(ml, TinyPipeline.View(ml, rows)).LastTransformer.Model));
    }

    static PackedNetwork Direct(Dataset data, string notation, BinarizedNetworkTrainerOptions options)
    {
        var encoding = InputEncoding.Fit(data);
        return new NativeTrainingEngine().Train(NetworkSpec.Parse(notation, data.Shape, data.Classes), encoding, encoding.Encode(data), null, options.Training).Network;
    }

    static void AssertSame(PackedNetwork direct, PackedNetwork found) => Assert.Equal(SameNetwork.Bytes(direct), SameNetwork.Bytes(found, exceptMetadata: "class_names"));

    sealed class ImageRow
    {
        [VectorType(784)]
        public float[] Features { get; set; } = [];

        /// <summary>Counted from 0: LoadFromEnumerable makes the key of it.</summary>
        [KeyType(10)]
        public uint Label { get; set; }
    }
}
