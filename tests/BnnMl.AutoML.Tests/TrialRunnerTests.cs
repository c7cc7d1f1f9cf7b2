using System.Diagnostics;
using BnnMl.Search;
using Microsoft.ML;
using Microsoft.ML.AutoML;

namespace BnnMl.AutoML.Tests;

public sealed class TrialRunnerTests
{
    public static TheoryData<string, Func<AutoMLExperiment, AutoMLExperiment>> Tuners { get; } = new()
    {
        { "random", experiment => experiment.SetRandomSearchTuner(seed: 1) },
        { "cost frugal", experiment => experiment.SetCostFrugalTuner() },
        { "SMAC", experiment => experiment.SetSmacTuner(numberInitialPopulation: 4, fitModelEveryNTrials: 2, numRandomEISearchConfigurations: 50) },
        { "grid", experiment => experiment.SetGridSearchTuner(step: 3) },
    };

    [Theory]
    [MemberData(nameof(Tuners))]
    public async Task Every_tuner_of_ML_NET_drives_our_trials(string tuner, Func<AutoMLExperiment, AutoMLExperiment> set)
    {
        var ml = new MLContext(1);
        var runner = TinyTrials.Runner(ml);
        var monitor = new BinarizedNetworkMonitor(runner);
        var best = Assert.IsType<BinarizedNetworkTrialResult>(await set(TinyTrials.Experiment(ml, runner, trials: 8)).SetMonitor(monitor).RunAsync());
        Assert.Equal(Enumerable.Range(0, 8), monitor.Study.Trials.Select(trial => trial.Id));
        Assert.All(monitor.Study.Trials, trial => Assert.True(trial.State == TrialState.Complete, $"{tuner}: trial {trial.Id} {trial.Message}"));
        Assert.Equal(monitor.Study.Trials.Max(trial => trial.Result!.Metrics[BinarizedTrial.RobustAccuracy]), best.Metric);
        Assert.Equal(1 - best.Metric, best.Loss);
        Assert.InRange(monitor.Study.Hypervolume, 0.001, 1);
        var accuracy = ml.MulticlassClassification.Evaluate(best.Model.Transform(TinyTrials.View(ml, seed: 2)), labelColumnName: "Key").MicroAccuracy;
        Assert.True(accuracy > 0.8, $"{tuner}: {accuracy}");
    }

    [Theory]
    [InlineData(BinarizedNetworkMetric.Accuracy, BinarizedTrial.Accuracy)]
    [InlineData(BinarizedNetworkMetric.RobustAccuracy, BinarizedTrial.RobustAccuracy)]
    [InlineData(BinarizedNetworkMetric.ToleratedBitErrorRate1, BinarizedTrial.ToleratedBer1)]
    [InlineData(BinarizedNetworkMetric.ToleratedBitErrorRate5, BinarizedTrial.ToleratedBer5)]
    public async Task The_metric_is_the_one_asked_for(BinarizedNetworkMetric metric, string name)
    {
        var ml = new MLContext();
        var runner = TinyTrials.Runner(ml, TinyTrials.Options with { OptimizingMetric = metric });
        var result = Assert.IsType<BinarizedNetworkTrialResult>(await runner.RunAsync(Settings(runner), default));
        Assert.Equal(result.Trial.Result!.Metrics[name], result.Metric);
    }

    [Fact]
    public async Task Driven_by_the_Pareto_tuner_its_trials_equal_those_of_our_own_experiment_to_the_last_bit()
    {
        var ml = new MLContext();
        var runner = TinyTrials.Runner(ml);
        var monitor = new BinarizedNetworkMonitor(runner);
        await TinyTrials.Experiment(ml, runner, trials: 24).SetParetoTuner(runner).SetMonitor(monitor).RunAsync();
        var own = new BinarizedNetworkExperiment(ml, TinyTrials.Options.ToSettings() with { MaxTrials = 24, Workers = 1 }).Execute(TinyTrials.View(ml), labelColumnName: "Key");
        Assert.Equal(Texts(own.Study), Texts(monitor.Study));
        Assert.Equal(own.Hypervolume, monitor.Study.Hypervolume);

        static string[] Texts(StudyResult result) => [.. result.Trials.Select(trial => $"{trial.Id} {trial.Candidate}: {string.Join(' ', trial.Objectives.Select(value => value.ToString("R")))}")];
    }

    [Fact]
    public async Task A_trial_that_throws_or_runs_out_of_memory_does_not_end_the_experiment()
    {
        var ml = new MLContext();
        var log = new List<string>();
        ml.Log += (_, message) => log.Add(message.Message);
        var runner = TinyTrials.Runner(ml, engine: new FailingEngine(call => call switch { 0 => new TrainingDivergedException("planted"), 1 => OutOfMemory(), _ => null }));
        var monitor = new BinarizedNetworkMonitor(runner);
        var best = Assert.IsType<BinarizedNetworkTrialResult>(await TinyTrials.Experiment(ml, runner, trials: 5).SetRandomSearchTuner().SetMonitor(monitor).RunAsync());
        Assert.Equal([TrialState.Failed, TrialState.Failed, TrialState.Complete, TrialState.Complete, TrialState.Complete], monitor.Study.Trials.Select(trial => trial.State));
        Assert.Equal("TrainingDivergedException: planted", monitor.Study.Trials[0].Message);
        Assert.StartsWith("OutOfMemoryException", monitor.Study.Trials[1].Message, StringComparison.Ordinal);
        Assert.Equal(TrialState.Complete, best.Trial.State);
        Assert.Contains(log, line => line.Contains("failed: TrainingDivergedException: planted", StringComparison.Ordinal));

        static Exception? OutOfMemory() => new long[int.MaxValue].Length == 0 ? null : new ArithmeticException("there was memory");
    }

    [Fact]
    public async Task Where_every_trial_fails_AutoML_says_that_none_was_successful()
    {
        var ml = new MLContext();
        var runner = TinyTrials.Runner(ml, engine: new FailingEngine(_ => new ArithmeticException("planted")));
        await Assert.ThrowsAsync<TimeoutException>(() => TinyTrials.Experiment(ml, runner, trials: 3).SetRandomSearchTuner().RunAsync());
    }

    [Fact]
    public async Task A_cancelled_token_ends_a_running_trial_soon()
    {
        var ml = new MLContext();
        var runner = TinyTrials.Runner(ml, TinyTrials.Endless);
        using var stop = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var trial = runner.RunAsync(Settings(runner), stop.Token);
        await Task.Delay(200);
        Assert.False(trial.IsCompleted);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trial);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.2, 5);
    }

    [Fact]
    public async Task A_cancelled_experiment_returns_its_best_trial_so_far()
    {
        var ml = new MLContext();
        var runner = TinyTrials.Runner(ml);
        using var stop = new CancellationTokenSource();
        var monitor = new BinarizedNetworkMonitor(runner, new Told(trial =>
        {
            if (trial.Id == 2)
                stop.Cancel();
        }));
        var best = await TinyTrials.Experiment(ml, runner, trials: 1000).SetRandomSearchTuner().SetMonitor(monitor).RunAsync(stop.Token);
        Assert.InRange(best.TrialSettings.TrialId, 0, 2);
        Assert.Equal(3, monitor.Study.Trials.Count);
    }

    [Fact]
    public async Task The_end_of_AutoMLs_time_ends_the_running_trial()
    {
        var ml = new MLContext();
        var runner = TinyTrials.Runner(ml, TinyTrials.Endless);
        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAsync<TimeoutException>(() => TinyTrials.Experiment(ml, runner, trials: 1000).SetRandomSearchTuner().SetTrainingTimeInSeconds(1).RunAsync());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 10);
    }

    [Fact]
    public async Task AutoMLs_limit_of_memory_ends_the_whole_experiment_as_documented()
    {
        var ml = new MLContext();
        var runner = TinyTrials.Runner(ml, TinyTrials.Endless);
        await Assert.ThrowsAsync<TimeoutException>(() =>
            TinyTrials.Experiment(ml, runner, trials: 1000).SetRandomSearchTuner().SetPerformanceMonitor(50).SetMaximumMemoryUsageInMegaByte(1).RunAsync());
    }

    [Fact]
    public async Task A_checkpoint_of_AutoML_continues_the_numbers_of_the_trials()
    {
        using var folder = new TemporaryFolder();
        var ml = new MLContext();
        var runner = TinyTrials.Runner(ml);
        async Task<StudyResult> Run()
        {
            var monitor = new BinarizedNetworkMonitor(runner);
            await TinyTrials.Experiment(ml, runner, trials: 3).SetParetoTuner(runner).SetMonitor(monitor).SetCheckpoint(folder["checkpoint"]).RunAsync();
            return monitor.Study;
        }

        Assert.Equal([0, 1, 2], (await Run()).Trials.Select(trial => trial.Id));
        Assert.Equal([3, 4, 5], (await Run()).Trials.Select(trial => trial.Id));
    }

    [Fact]
    public async Task A_parameter_without_our_genes_is_refused_with_what_to_do()
    {
        var runner = TinyTrials.Runner(new MLContext());
        var error = await Assert.ThrowsAsync<ArgumentException>(() => runner.RunAsync(new TrialSettings { Parameter = runner.Space.ToParameter(Settings(runner).Genome) }, default));
        Assert.Contains("experiment.SetBinarizedNetwork(runner)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Label", "Features", "no label column 'Label'")]
    [InlineData("Key", "Number", "Feature column 'Number'")]
    public void A_column_that_is_missing_or_of_a_wrong_type_is_named(string label, string features, string message)
    {
        var ml = new MLContext();
        var error = Assert.ThrowsAny<ArgumentException>(() => new BinarizedNetworkTrialRunner(ml, TinyTrials.View(ml), options: TinyTrials.Options with { LabelColumnName = label, FeatureColumnName = features }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_out_of_its_range_is_named()
    {
        var ml = new MLContext();
        Assert.Contains("MaxBytes is 0", Refusal(TinyTrials.Options with { MaxBytes = 0 }), StringComparison.Ordinal);
        Assert.Contains("OptimizingMetric is 9", Refusal(TinyTrials.Options with { OptimizingMetric = (BinarizedNetworkMetric)9 }), StringComparison.Ordinal);

        string Refusal(BinarizedNetworkTrialRunnerOptions options) => Assert.Throws<ArgumentException>(() => new BinarizedNetworkTrialRunner(ml, TinyTrials.View(ml), options: options)).Message;
    }

    /// <summary>A trial of the space's first point.</summary>
    static TrialOfFirst Settings(BinarizedNetworkTrialRunner runner) => new(runner.Space, runner.Space.FromUnit(new double[runner.Space.Genes.Length]));

    sealed class TrialOfFirst : TrialSettings
    {
        internal TrialOfFirst(Search.SearchSpace space, Genome genome) => (Genome, Parameter) = (genome, BinarizedNetworkParameter.Nest(space.ToParameter(genome)));

        internal Genome Genome { get; }
    }

    sealed class Told(Action<Trial> what) : IProgress<Trial>
    {
        public void Report(Trial value) => what(value);
    }
}
