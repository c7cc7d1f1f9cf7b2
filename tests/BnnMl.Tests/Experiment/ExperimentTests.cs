using BnnMl.Search;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests;

public sealed class ExperimentTests
{
    [Fact]
    public void An_experiment_returns_every_trial_the_front_and_a_winner_that_predicts()
    {
        var ml = new MLContext();
        var result = new BinarizedNetworkExperiment(ml, TinySearch.Settings).Execute(TinySearch.View(ml), TinySearch.View(ml, seed: 2), "Key");
        Assert.Equal([0, 1, 2, 3, 4, 5], result.Trials.Select(trial => trial.Id));
        Assert.All(result.Trials, trial => Assert.Equal(TrialState.Complete, trial.State));
        Assert.Equal(ParetoFront.Of(result.Trials, result.Study.Definition.Objectives), result.Front);
        Assert.InRange(result.Hypervolume, 0.001, 1);
        Assert.Equal(StopReason.Trials, result.Study.Reason);
        Assert.Contains(result.Winner, result.Front);
        Assert.Equal(result.Winner.Candidate.Network, result.Network.Spec);
        var metrics = ml.MulticlassClassification.Evaluate(result.Model.Transform(TinySearch.View(ml, seed: 3)), labelColumnName: "Key");
        Assert.True(metrics.MicroAccuracy > 0.9, $"accuracy {metrics.MicroAccuracy}");
    }

    [Fact]
    public void The_winner_is_what_its_trainer_makes_of_all_rows()
    {
        var ml = new MLContext();
        var result = TinySearch.Run();
        var direct = ml.MulticlassClassification.Trainers.BinarizedNetwork(new()
        {
            LabelColumnName = "Key",
            Network = result.Winner.Candidate.Network,
            Training = FullTraining.Options(result.Winner.Candidate, TinySearch.Settings.Trial, TinySearch.Settings.Seed, null),
        }).Fit(TinySearch.View(ml));
        Assert.Equal(SameNetwork.Bytes(direct.Model), SameNetwork.Bytes(result.Network));
    }

    [Fact]
    public void The_same_settings_find_the_same_trials_and_another_seed_others()
    {
        Assert.Equal(TinySearch.Fingerprint(TinySearch.Run().Trials), TinySearch.Fingerprint(TinySearch.Run().Trials));
        Assert.NotEqual(TinySearch.Fingerprint(TinySearch.Run().Trials), TinySearch.Fingerprint(TinySearch.Run(TinySearch.Settings with { Seed = 2 }).Trials));
    }

    [Fact]
    public void Events_and_progress_tell_of_every_trial_on_the_calling_thread()
    {
        var ml = new MLContext();
        var (log, told, threads) = (new List<string>(), new List<string>(), new HashSet<int>());
        ml.Log += (_, message) => log.Add(message.Message);
        void Note(string what, Trial trial)
        {
            told.Add($"{what} {trial.Id}");
            threads.Add(Environment.CurrentManagedThreadId);
        }

        var experiment = new BinarizedNetworkExperiment(ml, TinySearch.Settings, new FailingEngine(call => call == 2 ? new ArithmeticException("planted") : null));
        experiment.TrialStarted += (_, args) => Note("started", args.Trial);
        experiment.TrialCompleted += (_, args) => Note("completed", args.Trial);
        experiment.TrialFailed += (_, args) => Note("failed", args.Trial);
        var progress = new Collected();
        var result = experiment.Execute(TinySearch.View(ml), labelColumnName: "Key", progressHandler: progress);
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
        Assert.Equal(6, told.Count(line => line.StartsWith("started", StringComparison.Ordinal)));
        var failed = Assert.Single(result.Trials, trial => trial.State == TrialState.Failed);
        Assert.Equal([$"failed {failed.Id}"], told.Where(line => line.StartsWith("failed", StringComparison.Ordinal)));
        Assert.Equal(5, told.Count(line => line.StartsWith("completed", StringComparison.Ordinal)));
        Assert.Equal(12, progress.Reports.Count);
        Assert.Equal((5, 1), (progress.Reports[^1].Complete, progress.Reports[^1].Failed));
        Assert.Contains(log, line => line.Contains($"Trial {failed.Id}: {failed.Candidate} failed: ArithmeticException: planted", StringComparison.Ordinal));
        Assert.Contains(log, line => line.Contains($"Trial {result.Winner.Id} wins", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_label_is_mapped_by_a_pre_featurizer_that_is_part_of_the_model()
    {
        var ml = new MLContext();
        var data = TinyPipeline.View(ml);
        var result = new BinarizedNetworkExperiment(ml, TinySearch.Settings).Execute(data, labelColumnName: "Key", preFeaturizer: TinyPipeline.KeyOf(ml));
        Assert.True(ml.MulticlassClassification.Evaluate(result.Model.Transform(data), labelColumnName: "Key").MicroAccuracy > 0.9);
        VBuffer<ReadOnlyMemory<char>> names = default;
        result.Model.Transform(data).Schema["PredictedLabel"].GetKeyValues(ref names);
        Assert.Equal(["ash", "beech", "cedar"], names.DenseValues().Select(name => $"{name}"));
    }

    [Fact]
    public void A_Boolean_label_makes_a_binary_model()
    {
        var ml = new MLContext();
        var data = TinyPipeline.View(ml);
        var result = new BinarizedNetworkExperiment(ml, TinySearch.Settings).Execute(data, labelColumnName: nameof(TinyRow.Truth));
        Assert.True(ml.BinaryClassification.Evaluate(result.Model.Transform(data), nameof(TinyRow.Truth)).Accuracy > 0.9);
    }

    [Fact]
    public void A_saved_model_predicts_the_same_in_another_context()
    {
        using var folder = new TemporaryFolder();
        var (ml, other) = (new MLContext(), new MLContext());
        var data = TinyPipeline.View(ml);
        var result = new BinarizedNetworkExperiment(ml, TinySearch.Settings).Execute(data, labelColumnName: "Key", preFeaturizer: TinyPipeline.KeyOf(ml));
        ml.Model.Save(result.Model, data.Schema, folder["model.zip"]);
        var loaded = other.Model.Load(folder["model.zip"], out _);
        Assert.Equal(Predictions(ml, result.Model.Transform(data)), Predictions(other, loaded.Transform(TinyPipeline.View(other))));

        static string[] Predictions(MLContext ml, IDataView scored) => [.. ml.Data.CreateEnumerable<MulticlassPrediction>(scored, reuseRowObject: false, ignoreMissingColumns: true).Select(row => $"{row}")];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Images_are_searched_with_convolutions_by_the_columns_dimensions_or_a_declared_shape(bool isDeclared)
    {
        var ml = new MLContext();
        var digits = DataSource.Load(DataSource.Synthetic).Train.Select([.. Enumerable.Range(0, 100)]);
        var data = ml.Data.LoadFromDataset(isDeclared ? new Dataset(MapShape.Features(784), digits.Features.ToArray(), digits.Labels.ToArray(), digits.ClassNames) : digits);
        var result = new BinarizedNetworkExperiment(ml, TinySearch.Settings with
        {
            MaxTrials = 2,
            MaxBytes = 20_000,
            MaxMacs = 200_000,
            ImageShape = isDeclared ? digits.Shape : null,
            Space = new() { Channels = new ParameterRange.Steps(4, 8), Kernels = new ParameterRange.Steps(3), Stages = new ParameterRange.Whole(1, 2), DenseWidth = new ParameterRange.Steps(16, 32) },
            Trial = new() { Epochs = 1, Chips = 1, BitErrorRates = [0, 0.1] },
        }).Execute(data);
        Assert.Contains(result.Network.Spec.Layers, layer => layer is LayerSpec.Convolution);
        Assert.Equal(digits.Shape, result.Network.Spec.Input);
        Assert.Equal(result.Network.Spec.Input, ((PackedNetworkTransformer)result.Model).Model.Spec.Input);
    }

    [Fact]
    public void A_budget_alone_ends_the_search_and_leaves_time_for_the_winner()
    {
        var result = TinySearch.Run(TinySearch.Settings with { MaxTrials = null, Budget = TimeSpan.FromSeconds(4), Space = TinySearch.Settings.Space with { LearningRate = new ParameterRange.LogReal(1e-5, 0.1) } });
        Assert.Equal(StopReason.Budget, result.Study.Reason);
        Assert.NotEmpty(result.Front);
        Assert.True(result.Training.Epochs > 0);
    }

    [Fact]
    public void What_a_result_exports_can_be_read_again()
    {
        using var folder = new TemporaryFolder();
        var result = TinySearch.Run();
        result.ExportPacked(folder["winner.bnn"]);
        result.ExportOnnx(folder["winner.onnx"]);
        result.ExportOnnxWithBitErrors(folder["winner.faulty.onnx"]);
        result.ExportReport(folder["report.html"], "Tiny trees");
        result.ExportFront(folder["front.csv"]);
        Assert.Equal(SameNetwork.Bytes(result.Network), SameNetwork.Bytes(PackedNetworkFile.Read(folder["winner.bnn"])));
        Assert.True(new FileInfo(folder["winner.onnx"]).Length > 0);
        using (var session = Onnx.FaultyOnnxSession.Open(folder["winner.faulty.onnx"]))
            Assert.NotNull(session.Provider);
        Assert.Contains("Tiny trees", File.ReadAllText(folder["report.html"]), StringComparison.Ordinal);
        Assert.Equal(result.Front.Count + 1, File.ReadAllLines(folder["front.csv"]).Length);
    }

    sealed class Collected : IProgress<StudyProgress>
    {
        internal List<StudyProgress> Reports { get; } = [];

        public void Report(StudyProgress value) => Reports.Add(value);
    }
}
