using System.Diagnostics;
using BnnMl.Search;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Runtime;

namespace BnnMl.AutoML;

/// <summary>
/// Evaluates one candidate per trial of an <see cref="AutoMLExperiment"/>: trains it on a share of the data, then measures its accuracy over the bit error rate. Any tuner
/// can drive it; <see cref="ParetoTuner"/> follows all objectives.
/// </summary>
/// <remarks>
/// A trial whose training throws or runs out of memory is a failed one with the largest loss, not the end of the experiment. A cancelled token ends a trial within a step,
/// with an <see cref="OperationCanceledException"/>; AutoMLExperiment then returns its best trial so far. Its limit of memory (SetMaximumMemoryUsageInMegaByte) cancels a
/// trial and with it, as AutoMLExperiment is made, the whole experiment.
/// </remarks>
public sealed class BinarizedNetworkTrialRunner : ITrialRunner
{
    readonly SearchTask task;
    readonly BinarizedNetworkTrialRunnerOptions options;
    readonly IChannel log;

    /// <summary>Reads the data, once.</summary>
    /// <param name="mlContext">For its log.</param>
    /// <param name="trainData">To learn from.</param>
    /// <param name="validationData">To judge by; null: a sixth of the training data is held out.</param>
    /// <param name="options">What to evaluate.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or a column is missing or of a wrong type.</exception>
    /// <exception cref="InvalidDataException">The data can't be learned from.</exception>
    public BinarizedNetworkTrialRunner(MLContext mlContext, IDataView trainData, IDataView? validationData = null, BinarizedNetworkTrialRunnerOptions? options = null)
        : this(mlContext, trainData, validationData, options, null)
    {
    }

    internal BinarizedNetworkTrialRunner(MLContext mlContext, IDataView trainData, IDataView? validationData, BinarizedNetworkTrialRunnerOptions? options, ITrainingEngine? engine)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        this.options = options ?? new BinarizedNetworkTrialRunnerOptions();
        this.options.Validate();
        var columns = new TrainingColumns(this.options.LabelColumnName, this.options.FeatureColumnName, this.options.ExampleWeightColumnName);
        task = SearchTask.Read(trainData, validationData, columns, this.options.ToSettings(), engine ?? EngineSelection.Of(this.options.Engine, this.options.Device));
        log = ((IHostEnvironment)mlContext).Register(nameof(BinarizedNetworkTrialRunner)).Start("Trials");
    }

    /// <summary>The networks and training settings that trials come from, within the limits.</summary>
    public Search.SearchSpace Space => task.Space;

    /// <summary>What every trial measures: clean error, tolerated bit error rate at 5 points, bytes.</summary>
    public ObjectiveSet Objectives => task.Objectives;

    internal long Seed => options.Seed;

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ArgumentException">The parameter is not of this runner's space.</exception>
    public Task<Microsoft.ML.AutoML.TrialResult> RunAsync(TrialSettings settings, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Task.Run<Microsoft.ML.AutoML.TrialResult>(() => Run(settings, ct), ct);
    }

    /// <summary>Does nothing: AutoMLExperiment disposes its runner after every trial and uses it again.</summary>
    public void Dispose() { }

    BinarizedNetworkTrialResult Run(TrialSettings settings, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var genome = BinarizedNetworkParameter.Genome(Space, settings.Parameter);
        var trial = new Trial { Id = settings.TrialId, Genome = genome, Candidate = Space.Decode(genome) };
        try
        {
            var (result, network) = task.Trial.Evaluate(trial.Candidate, TrialContext.SeedOf(options.Seed, trial.Id), cancel);
            var metric = Metric(result);
            var done = trial with { State = TrialState.Complete, Result = result, Seconds = clock.Elapsed.TotalSeconds };
            return new BinarizedNetworkTrialResult(done, network) { TrialSettings = settings, DurationInMilliseconds = clock.Elapsed.TotalMilliseconds, Metric = metric, Loss = 1 - metric, Model = task.ToModel(network, Loss.Parse(trial.Candidate.Training.Loss)) };
        }
#pragma warning disable CA1031 // Whatever a trial throws is a failed trial: AutoMLExperiment would end at the first one.
        catch (Exception error) when (error is not OperationCanceledException || !cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var failed = trial with { State = TrialState.Failed, Message = $"{error.GetType().Name}: {error.Message}", Seconds = clock.Elapsed.TotalSeconds };
            log.Warn($"Trial {trial.Id}: {trial.Candidate} failed: {failed.Message}");
            return new BinarizedNetworkTrialResult(failed, null) { TrialSettings = settings, DurationInMilliseconds = clock.Elapsed.TotalMilliseconds, Metric = 0, Loss = double.MaxValue };
        }
    }

    double Metric(Search.TrialResult result) => result.Metrics[options.OptimizingMetric switch
    {
        BinarizedNetworkMetric.RobustAccuracy => BinarizedTrial.RobustAccuracy,
        BinarizedNetworkMetric.Accuracy => BinarizedTrial.Accuracy,
        BinarizedNetworkMetric.ToleratedBitErrorRate1 => BinarizedTrial.ToleratedBer1,
        BinarizedNetworkMetric.ToleratedBitErrorRate5 => BinarizedTrial.ToleratedBer5,
        _ => throw new ArgumentOutOfRangeException(nameof(result), options.OptimizingMetric, "No such metric."),
    }];
}
