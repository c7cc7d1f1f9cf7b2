using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests.Trainers;

/// <summary>What the options do to a Fit, and what bad data do.</summary>
public sealed class TrainingOptionTests
{
    readonly MLContext ml = new(1);

    [Fact]
    public void A_cancelled_token_ends_Fit_within_a_second()
    {
        using var cancel = new CancellationTokenSource();
        var clock = new Stopwatch();
        var progress = new Immediate(_ =>
        {
            clock.Start();
            cancel.Cancel();
        });
        var options = TinyPipeline.Options with { Epochs = 1e6, Network = "FC512-FC512", Progress = progress, CancellationToken = cancel.Token };
        Assert.ThrowsAny<OperationCanceledException>(() => TinyPipeline.Multiclass(ml, TinyPipeline.View(ml, TinyRow.Many(2000)), options));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"{clock.Elapsed}");
    }

    [Fact]
    public void A_token_that_is_cancelled_before_ends_Fit_before_any_row_is_read()
    {
        var watched = new WatchedView(TinyPipeline.View(ml));
        var trainer = ml.BinaryClassification.Trainers.BinarizedNetwork(TinyPipeline.Options with { LabelColumnName = "Truth", CancellationToken = new(canceled: true) });
        Assert.ThrowsAny<OperationCanceledException>(() => trainer.Fit(watched));
        Assert.Equal(0, watched.Rows);
    }

    [Fact]
    public void Interleaved_pixels_are_refused_unless_the_shape_is_given()
    {
        var rows = Enumerable.Range(0, 40).Select(i => new Interleaved { Label = (uint)(i % 2) + 1, Features = [.. Enumerable.Repeat((float)(i % 2 * 200), 75)] }).ToArray();
        var data = ml.Data.LoadFromEnumerable(rows);
        var options = new BinarizedNetworkTrainerOptions { Network = "FC8", Epochs = 1 };
        Assert.Contains("interleave", Assert.ThrowsAny<ArgumentException>(() => ml.MulticlassClassification.Trainers.BinarizedNetwork(options).Fit(data)).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(new MapShape(5, 5, 3), ml.MulticlassClassification.Trainers.BinarizedNetwork(options with { ImageShape = new MapShape(5, 5, 3) }).Fit(data).Model.Spec.Input);
    }

    [Fact]
    public void Progress_and_the_log_tell_of_every_epoch()
    {
        var (log, epochs) = (new List<string>(), 0);
        ml.Log += (_, message) => log.Add(message.Message);
        TinyPipeline.Multiclass(ml, TinyPipeline.View(ml), TinyPipeline.Options with { Epochs = 3, Progress = new Immediate(report => epochs += report.EpochEnd is null ? 0 : 1) });
        Assert.Equal(3, epochs);
        Assert.Equal(3, log.Count(line => line.Contains("] Epoch ", StringComparison.Ordinal) && line.Contains("loss", StringComparison.Ordinal)));
        Assert.Contains(log, line => line.Contains("Training FC16", StringComparison.Ordinal) && line.Contains("120 rows with the native engine", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_without_a_label_are_left_out_and_counted_in_the_log()
    {
        var log = new List<string>();
        ml.Log += (_, message) => log.Add(message.Message);
        var rows = TinyRow.Many();
        var all = rows.Concat(rows.Take(7).Select(row => new TinyRow { Values = [.. row.Values.Reverse()], Name = "", Number = float.NaN })).ToArray();
        var withMissing = TinyPipeline.KeyOf(ml, "Number").Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(TinyPipeline.Options)).Fit(TinyPipeline.View(ml, all));
        var without = TinyPipeline.KeyOf(ml, "Number").Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(TinyPipeline.Options)).Fit(TinyPipeline.View(ml, rows));
        Assert.Equal(SameNetwork.Bytes(without.LastTransformer.Model), SameNetwork.Bytes(withMissing.LastTransformer.Model));
        Assert.Contains(log, line => line.Contains("7 rows without a label in column 'Key' are left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Early_stopping_keeps_the_best_epoch_of_the_rows_held_out()
    {
        var training = TinyPipeline.Multiclass(ml, TinyPipeline.View(ml), TinyPipeline.Options with { Epochs = 60, ValidationFraction = 0.2, Patience = 2 }).LastTransformer.Training!;
        Assert.All(training.Curve, point => Assert.NotNull(point.ValidationAccuracy));
        Assert.True(training.StoppedEarly);
        Assert.Equal(training.Curve.Max(point => point.ValidationAccuracy), training.Curve.First(point => point.Epoch >= training.BestEpoch).ValidationAccuracy);
    }

    [Fact]
    public void A_warm_start_goes_on_where_another_model_ended()
    {
        var data = TinyPipeline.View(ml);
        var first = TinyPipeline.Multiclass(ml, data, TinyPipeline.Options with { Epochs = 30 }).LastTransformer.Training!;
        var shortly = TinyPipeline.Options with { Epochs = 0.2, LearningRate = 1e-6 };
        var warm = TinyPipeline.Multiclass(ml, data, shortly with { WarmStart = first.Latent }).LastTransformer.Training!;
        var cold = TinyPipeline.Multiclass(ml, data, shortly).LastTransformer.Training!;
        Assert.True(warm.Curve[^1].Loss < cold.Curve[^1].Loss, $"{warm.Curve[^1]} and {cold.Curve[^1]}");
    }

    [Theory]
    [InlineData("LabelColumnName is empty")]
    [InlineData("Patience is 3")]
    [InlineData("ValidationFraction is 1.5")]
    [InlineData("TrainingOptions.Epochs is -1")]
    public void Options_out_of_range_are_refused_before_any_data_come(string message)
    {
        var options = message[0] switch
        {
            'L' => TinyPipeline.Options with { LabelColumnName = "" },
            'P' => TinyPipeline.Options with { Patience = 3 },
            'V' => TinyPipeline.Options with { ValidationFraction = 1.5 },
            _ => TinyPipeline.Options with { Epochs = -1 },
        };
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => ml.MulticlassClassification.Trainers.BinarizedNetwork(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_that_do_not_fit_the_features_are_refused_with_what_to_set()
    {
        AssertFails<ArgumentException>("Set ImageShape", TinyPipeline.Options with { Network = "C4-FC8" });
        AssertFails<ArgumentException>("the feature column has 6", TinyPipeline.Options with { Network = "C4-FC8", ImageShape = new(1, 28, 28) });
        Assert.Contains("Dense", Assert.Throws<FormatException>(() => TinyPipeline.Options with { Network = "Dense" }).Message, StringComparison.Ordinal); // before anything is fitted
    }

    [Fact]
    public void Bad_rows_are_named()
    {
        var (nan, infinite) = (TinyRow.Many(), TinyRow.Many());
        (nan[7].Values[3], infinite[8].Values[4]) = (float.NaN, float.NegativeInfinity);
        AssertFails<InvalidDataException>("'Features', row 7, slot 3 is NaN", TinyPipeline.Options, nan);
        AssertFails<InvalidDataException>("'Features', row 8, slot 4", TinyPipeline.Options, infinite);
        AssertFails<ArgumentOutOfRangeException>("'Key' has 1 classes", TinyPipeline.Options, [.. TinyRow.Many().Where(row => row.Name == "ash")]);
        AssertFails<Exception>("Key", TinyPipeline.Options, []);
    }

    [Fact]
    public void Binary_numbers_other_than_0_and_1_are_named()
    {
        var trainer = ml.BinaryClassification.Trainers.BinarizedNetwork(TinyPipeline.Options with { LabelColumnName = "Number" });
        Assert.Contains("'Number', row 2 is 2", Assert.Throws<InvalidDataException>(() => trainer.Fit(TinyPipeline.View(ml))).Message, StringComparison.Ordinal);
        Assert.Contains("no row with a label", Assert.Throws<InvalidDataException>(() => trainer.Fit(TinyPipeline.View(ml, []))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Number")]
    [InlineData("Double")]
    [InlineData("Key")]
    [InlineData("Truth")]
    public void A_binary_label_is_a_Boolean_a_number_or_a_key_of_two(string label)
    {
        var data = TinyPipeline.View(ml, TinyRow.Many(classes: 2));
        var keyed = ml.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(data).Transform(data);
        var model = ml.BinaryClassification.Trainers.BinarizedNetwork(TinyPipeline.Options with { LabelColumnName = label }).Fit(keyed);
        var metrics = ml.BinaryClassification.Evaluate(model.Transform(keyed), label);
        Assert.True(metrics.Accuracy > 0.95, $"{metrics.Accuracy}");
        Assert.True(metrics.AreaUnderRocCurve > 0.95, $"{metrics.AreaUnderRocCurve}");
    }

    [Fact]
    public void A_label_of_another_type_is_refused_with_the_transform_that_makes_one()
    {
        foreach (var label in (string[])["Name", "Number", "Truth"])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => ml.MulticlassClassification.Trainers.BinarizedNetwork(label).Fit(TinyPipeline.View(ml)));
            Assert.Contains($"MapValueToKey(\"{label}\")", error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("ConvertType(\"Name\"", Assert.Throws<ArgumentOutOfRangeException>(() => ml.BinaryClassification.Trainers.BinarizedNetwork("Name").Fit(TinyPipeline.View(ml))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spec_brings_its_shape_where_the_features_have_its_size()
    {
        Assert.Equal(new MapShape(1, 28, 28), ((NetworkChoice)NetworkSpec.Vgg3).For(784, 10, null, () => null).Input);
        Assert.Equal(MapShape.Features(100), ((NetworkChoice)NetworkSpec.Fc).For(100, 3, null, () => null).Input);
    }

    void AssertFails<T>(string message, BinarizedNetworkTrainerOptions options, TinyRow[]? rows = null)
        where T : Exception =>
        Assert.Contains(message, Assert.ThrowsAny<T>(() => TinyPipeline.Multiclass(ml, TinyPipeline.View(ml, rows), options)).Message, StringComparison.Ordinal);

    sealed class Immediate(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    sealed class Interleaved
    {
        [VectorType(5, 5, 3)]
        public float[] Features { get; set; } = [];

        [KeyType(2)]
        public uint Label { get; set; }
    }
}
