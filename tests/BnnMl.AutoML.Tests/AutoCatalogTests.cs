using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace BnnMl.AutoML.Tests;

public sealed class AutoCatalogTests
{
    static readonly BinarizedNetworkTrainerOptions Trainer = new() { LabelColumnName = "Key", Epochs = 8, BatchSize = 16 };

    static Search.SearchSpace Space(int classes = 3) => new(MapShape.Features(TinyRow.Features), classes, TinyTrials.Options.Space with { MaxBytes = 2_000 });

    [Fact]
    public void The_context_behind_Auto_is_reached_in_AutoML_0_23_1()
    {
        var ml = new MLContext();
        Assert.Same(ml, AutoCatalogContext.Of(ml.Auto()));
        Assert.Equal("0.23.1", System.Reflection.CustomAttributeExtensions.GetCustomAttribute<System.Reflection.AssemblyInformationalVersionAttribute>(typeof(AutoCatalog).Assembly)!.InformationalVersion.Split('+')[0]);
    }

    [Fact]
    public void An_experiment_from_the_catalog_is_the_same_experiment()
    {
        var ml = new MLContext();
        var lines = new List<string>();
        ml.Log += (_, message) => lines.Add(message.Message);
        var settings = TinyTrials.Options.ToSettings() with { MaxTrials = 4, Workers = 2 };
        var created = ml.Auto().CreateBinarizedNetworkExperiment(settings).Execute(TinyTrials.View(ml), labelColumnName: "Key");
        var direct = new BinarizedNetworkExperiment(new MLContext(), settings).Execute(TinyTrials.View(ml), labelColumnName: "Key");
        Assert.Equal(direct.Trials.Select(trial => trial.Candidate), created.Trials.Select(trial => trial.Candidate));
        Assert.Equal(SameNetwork.Bytes(direct.Network), SameNetwork.Bytes(created.Network));
        Assert.Contains(lines, line => line.Contains("Trial 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sweepable_pipeline_with_our_multiclass_trainer_is_driven_by_AutoMLs_own_tuner()
    {
        var ml = new MLContext(1);
        var data = ml.Data.TrainTestSplit(TinyPipeline.View(ml, TinyRow.Many()), 0.25, seed: 1);
        var pipeline = TinyPipeline.KeyOf(ml).Append(ml.Auto().BinarizedNetworkMulticlass(Space(), Trainer));
        var result = await ml.Auto().CreateExperiment().SetPipeline(pipeline).SetDataset(data.TrainSet, data.TestSet).SetMaxModelToExplore(5)
            .SetMulticlassClassificationMetric(MulticlassClassificationMetric.MicroAccuracy, labelColumn: "Key").SetEciCostFrugalTuner().RunAsync();
        Assert.True(result.Metric > 0.8, $"{result.Metric}");
        var unseen = result.Model.Transform(TinyPipeline.View(ml, TinyRow.Many(seed: 2)));
        Assert.True(ml.MulticlassClassification.Evaluate(unseen, labelColumnName: "Key").MicroAccuracy > 0.8);
    }

    [Fact]
    public async Task A_sweepable_pipeline_chooses_between_our_binary_trainer_and_one_of_ML_NET()
    {
        var ml = new MLContext(1);
        var data = ml.Data.TrainTestSplit(TinyPipeline.View(ml, TinyRow.Many()), 0.25, seed: 1);
        var ours = ml.Auto().BinarizedNetworkBinary(Space(classes: 2), Trainer with { LabelColumnName = nameof(TinyRow.Truth) });
        var theirs = ml.Auto().BinaryClassification(nameof(TinyRow.Truth), useFastForest: false, useLgbm: false, useFastTree: false, useLbfgsLogisticRegression: false);
        var pipeline = ml.Transforms.CopyColumns("Copied", "Features").Append([ours, .. theirs.Estimators.Values]);
        var seen = new HashSet<string>();
        var experiment = ml.Auto().CreateExperiment().SetPipeline(pipeline).SetDataset(data.TrainSet, data.TestSet).SetMaxModelToExplore(8)
            .SetBinaryClassificationMetric(BinaryClassificationMetric.AreaUnderRocCurve, labelColumn: nameof(TinyRow.Truth));
        ml.Log += (_, message) =>
        {
            foreach (var name in new[] { "Unknown", "Sdca" }) // AutoML's names of the estimators in its log; those made by others have none
                if (message.Message.Contains(name, StringComparison.Ordinal))
                    seen.Add(name);
        };
        var result = await experiment.RunAsync();
        Assert.True(result.Metric > 0.9, $"{result.Metric}");
        Assert.Contains("Unknown", seen);
    }

    [Fact]
    public async Task A_factory_of_the_users_own_sweeps_our_trainer()
    {
        var ml = new MLContext(1);
        var data = TinyTrials.View(ml);
        var sweepable = ml.Auto().CreateSweepableEstimator((context, choice) => context.MulticlassClassification.Trainers.BinarizedNetwork(Trainer with { Network = $"FC{choice.Width}", LearningRate = choice.LearningRate }), new SearchSpace<Choice>());
        var result = await ml.Auto().CreateExperiment().SetPipeline(ml.Transforms.CopyColumns("Copied", "Features").Append(sweepable)).SetDataset(data, fold: 2).SetMaxModelToExplore(3)
            .SetMulticlassClassificationMetric(MulticlassClassificationMetric.MicroAccuracy, labelColumn: "Key").RunAsync();
        Assert.True(result.Metric > 0.8, $"{result.Metric}");
    }

    public sealed class Choice
    {
        [Choice(8, 16)]
        public int Width { get; set; } = 8;

        [Microsoft.ML.SearchSpace.Range(0.02, 0.1, true)]
        public double LearningRate { get; set; } = 0.05;
    }
}
