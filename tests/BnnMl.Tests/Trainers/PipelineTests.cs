using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests.Trainers;

/// <summary>What a user of ML.NET does with a trainer.</summary>
public sealed class PipelineTests
{
    readonly MLContext ml = new(1);

    [Fact]
    public void Evaluate_finds_that_the_classes_are_learned_and_that_scores_are_probabilities()
    {
        var data = TinyPipeline.View(ml);
        var metrics = ml.MulticlassClassification.Evaluate(TinyPipeline.Multiclass(ml, data).Transform(data), "Key");
        Assert.True(metrics.MicroAccuracy > 0.95, $"accuracy {metrics.MicroAccuracy}");
        Assert.InRange(metrics.LogLoss, 0, 0.6);
    }

    [Theory]
    [InlineData("mhl:8")]
    [InlineData("mcel:4")]
    public void Scores_are_probabilities_for_every_loss(string loss)
    {
        var data = TinyPipeline.View(ml);
        var metrics = ml.MulticlassClassification.Evaluate(TinyPipeline.Multiclass(ml, data, TinyPipeline.Options with { Loss = Loss.Parse(loss) }).Transform(data), "Key");
        Assert.InRange(metrics.LogLoss, 0, 0.7);
    }

    [Theory]
    [InlineData("ce")]
    [InlineData("mhl:8")]
    public void Binary_evaluation_with_calibrated_probabilities_works(string loss)
    {
        var data = TinyPipeline.View(ml);
        var metrics = ml.BinaryClassification.Evaluate(TinyPipeline.Binary(ml, data, TinyPipeline.Options with { Loss = Loss.Parse(loss) }).Transform(data), "Truth");
        Assert.True(metrics.Accuracy > 0.95, $"accuracy {metrics.Accuracy}");
        Assert.True(metrics.AreaUnderRocCurve > 0.99, $"area {metrics.AreaUnderRocCurve}");
        Assert.InRange(metrics.LogLoss, 0, 0.8);
    }

    [Fact]
    public void Cross_validation_works()
    {
        var folds = ml.MulticlassClassification.CrossValidate(TinyPipeline.View(ml),
            TinyPipeline.KeyOf(ml).Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(TinyPipeline.Options)), numberOfFolds: 3, labelColumnName: "Key");
        Assert.All(folds, fold => Assert.True(fold.Metrics.MicroAccuracy > 0.9, $"accuracy {fold.Metrics.MicroAccuracy}"));
    }

    [Fact]
    public void Binary_cross_validation_works()
    {
        var folds = ml.BinaryClassification.CrossValidate(TinyPipeline.View(ml),
            ml.BinaryClassification.Trainers.BinarizedNetwork(TinyPipeline.Options with { LabelColumnName = "Truth" }), numberOfFolds: 2, labelColumnName: "Truth");
        Assert.All(folds, fold => Assert.True(fold.Metrics.Accuracy > 0.9, $"accuracy {fold.Metrics.Accuracy}"));
    }

    [Fact]
    public void Predicted_keys_map_back_to_the_labels_after_a_cache_checkpoint()
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.KeyOf(ml).Append(ml.Transforms.CopyColumns("Features", "Features")).AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(TinyPipeline.Options))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Text", "PredictedLabel")).Fit(data);
        var rows = model.Transform(data);
        var right = rows.GetColumn<string>("Text").Zip(TinyRow.Many(), (predicted, row) => predicted == row.Name).Count(same => same);
        Assert.True(right > 114, $"{right} of 120 are right");
    }

    [Fact]
    public void Permutation_feature_importance_of_the_typed_form_ranks_a_feature_of_noise_last()
    {
        var random = new Random(3);
        var rows = TinyRow.Many();
        foreach (var row in rows)
            row.Values[5] = (float)random.NextDouble();
        var data = TinyPipeline.View(ml, rows);
        var model = TinyPipeline.Multiclass(ml, data);
        var importance = ml.MulticlassClassification.PermutationFeatureImportance(model.LastTransformer, model.Transform(data), "Key", permutationCount: 3);
        Assert.Equal(TinyRow.Features, importance.Length);
        Assert.True(Math.Abs(importance[5].MicroAccuracy.Mean) < importance.Take(5).Max(feature => -feature.MicroAccuracy.Mean));
    }

    [Fact]
    public void Binary_permutation_feature_importance_of_the_typed_form_works()
    {
        var data = TinyPipeline.View(ml);
        var importance = ml.BinaryClassification.PermutationFeatureImportance(TinyPipeline.Binary(ml, data), data, "Truth");
        Assert.True(importance.Min(feature => feature.AreaUnderRocCurve.Mean) < 0);
    }

    [Fact]
    public void A_prediction_engine_predicts_what_a_batch_does()
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Multiclass(ml, data);
        var batch = ml.Data.CreateEnumerable<MulticlassPrediction>(model.Transform(data), reuseRowObject: false).ToArray();
        using var engine = ml.Model.CreatePredictionEngine<TinyRow, MulticlassPrediction>(model);
        Assert.Equal(batch.Select(row => row.ToString()), TinyRow.Many().Select(row => engine.Predict(row).ToString()));
    }

    [Fact]
    public void Eight_threads_with_one_model_predict_what_one_does()
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Multiclass(ml, data);
        var expected = ml.Data.CreateEnumerable<MulticlassPrediction>(model.Transform(data), reuseRowObject: false).Select(row => row.ToString()).ToArray();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (var round = 0; round < 5; round++)
                if (thread % 2 == 0)
                    Assert.Equal(expected, ml.Data.CreateEnumerable<MulticlassPrediction>(model.Transform(data), reuseRowObject: false).Select(row => row.ToString()));
                else
                    using (var engine = ml.Model.CreatePredictionEngine<TinyRow, MulticlassPrediction>(model, new PredictionEngineOptions { OwnsTransformer = false }))
                        Assert.Equal(expected, TinyRow.Many().Select(row => engine.Predict(row).ToString()));
        });
    }

    [Fact]
    public void The_first_and_the_last_class_are_predicted_and_not_missing()
    {
        var data = TinyPipeline.View(ml);
        var predicted = ml.Data.CreateEnumerable<MulticlassPrediction>(TinyPipeline.Multiclass(ml, data).Transform(data), reuseRowObject: false).Select(row => row.PredictedLabel).ToHashSet();
        Assert.Equal([1u, 2u, 3u], predicted.Order());
    }

    [Theory]
    [InlineData("ce")]
    [InlineData("mhl:8")]
    public void The_trainings_network_is_the_models(string loss)
    {
        var model = TinyPipeline.Multiclass(ml, TinyPipeline.View(ml), TinyPipeline.Options with { Loss = Loss.Parse(loss) }).LastTransformer;
        Assert.Same(model.Model, model.Training!.Network);
    }

    [Fact]
    public void Fitting_twice_gives_the_same_bits_whatever_the_contexts_seed()
    {
        var (one, two) = (TinyPipeline.Multiclass(new(1), TinyPipeline.View(ml)), TinyPipeline.Multiclass(new(2), TinyPipeline.View(ml)));
        Assert.Equal(SameNetwork.Bytes(one.LastTransformer.Model), SameNetwork.Bytes(two.LastTransformer.Model));
    }
}
