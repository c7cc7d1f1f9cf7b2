using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests.Data;

public sealed class DatasetViewTests
{
    static readonly Dataset Images = new(new MapShape(1, 1, 2), [1, 2, 3, 4, 5, 6], [0, 1, 0], ["cat", "dog"], "pets", [1, 2, 3]);

    [Fact]
    public void Samples_keep_their_values_class_names_weights_and_shape()
    {
        var ml = new MLContext();
        var view = ml.Data.LoadFromDataset(Images);
        Assert.Equal([1, 1, 2], [.. ((VectorDataViewType)view.Schema["Features"].Type).Dimensions]);
        var rows = ml.Data.CreateEnumerable<Row>(ml.Transforms.Conversion.MapKeyToValue("Label").Fit(view).Transform(view), reuseRowObject: false).ToList();
        Assert.Equal([(1f, 2f, "cat", 1f), (3f, 4f, "dog", 2f), (5f, 6f, "cat", 3f)], rows.Select(row => (row.Features[0], row.Features[1], row.Label, row.Weight)));
    }

    [Fact]
    public void Shuffled_rows_stay_whole()
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.CreateEnumerable<RawRow>(ml.Data.ShuffleRows(ml.Data.LoadFromDataset(Images), seed: 3), reuseRowObject: false).ToList();
        Assert.Equal([1, 3, 5], rows.Select(row => row.Features[0]).Order());
        Assert.All(rows, row => Assert.Equal(row.Features[0] == 3 ? 2u : 1u, row.Label));
    }

    [Fact]
    public void A_getter_of_another_type_or_before_the_first_row_is_refused()
    {
        var view = new MLContext().Data.LoadFromDataset(Images);
        using var cursor = view.GetRowCursor(view.Schema);
        Assert.Contains("Label", Assert.Throws<ArgumentException>(() => cursor.GetGetter<float>(view.Schema["Label"])).Message, StringComparison.Ordinal);
        var key = 0u;
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<uint>(view.Schema["Label"])(ref key));
    }

    [Theory]
    [InlineData("C4-MP2-FC8", 1)]
    [InlineData("FC8", 3)]
    public void The_trainer_makes_of_them_the_very_network_that_the_engine_makes(string notation, int channels)
    {
        var random = new Random(2);
        var shape = new MapShape(channels, 4, 4);
        var data = new Dataset(shape, [.. Enumerable.Range(0, 60 * shape.Length).Select(_ => (float)random.Next(256))], [.. Enumerable.Range(0, 60).Select(i => i % 3)], ["a", "b", "c"]);
        var training = new TrainingOptions { Epochs = 2, BatchSize = 16, Seed = 4 };
        var fitted = new MLContext().MulticlassClassification.Trainers.BinarizedNetwork(new() { Network = notation, Training = training, Engine = TrainingEngine.Native })
            .Fit(new MLContext().Data.LoadFromDataset(data));
        var encoding = InputEncoding.Fit(data);
        var direct = new NativeTrainingEngine().Train(NetworkSpec.Parse(notation, shape, 3), encoding, encoding.Encode(data), null, training);
        Assert.Equal(SameNetwork.Bytes(direct.Network), SameNetwork.Bytes(fitted.Model, "class_names"));
    }

    sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";

        public float Weight { get; set; }
    }

    sealed class RawRow
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        [KeyType(2)]
        public uint Label { get; set; }
    }
}
