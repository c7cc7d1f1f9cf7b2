using BnnMl.Search;
using Microsoft.ML;
using Microsoft.ML.AutoML;

namespace BnnMl.AutoML.Tests;

public sealed class ParetoTunerTests
{
    /// <summary>Of six candidates.</summary>
    static readonly Search.SearchSpace Small = new(MapShape.Features(4), 2, new SearchSpaceOptions
    {
        DenseLayers = 1,
        DenseWidth = new ParameterRange.Steps(8, 16, 24),
        Losses = new ParameterRange.Choice("ce"),
        TrainingBitErrorRate = new ParameterRange.Steps(0, 0.1),
        LearningRate = new ParameterRange.Steps(0.05),
    });

    static readonly ObjectiveSet Objectives = ObjectiveSet.Default(10_000);

    [Fact]
    public void No_candidate_is_proposed_twice_before_the_space_is_exhausted()
    {
        var tuner = new ParetoTuner(Small, new NsgaTuner(Small, Objectives));
        var proposed = Enumerable.Range(0, 8).Select(id => Candidate(tuner, id)).ToArray();
        Assert.Equal(6, proposed.Take(6).Distinct().Count());
        Assert.All(proposed.Skip(6), candidate => Assert.Contains(candidate, proposed.Take(6)));
    }

    [Fact]
    public void A_result_of_another_runner_is_refused_with_what_to_do()
    {
        var tuner = new ParetoTuner(Small, new NsgaTuner(Small, Objectives));
        var error = Assert.Throws<ArgumentException>(() => tuner.Update(new Microsoft.ML.AutoML.TrialResult { TrialSettings = new TrialSettings { TrialId = 4 }, Loss = 0.5 }));
        Assert.Contains("Trial 4 has a loss and no objectives", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_AutoML_makes_of_an_exception_is_nothing_to_learn_from()
    {
        var (told, untold) = (new ParetoTuner(Small, new NsgaTuner(Small, Objectives)), new ParetoTuner(Small, new NsgaTuner(Small, Objectives)));
        told.Update(new Microsoft.ML.AutoML.TrialResult { TrialSettings = new TrialSettings(), Loss = double.MaxValue });
        Assert.Equal(Candidate(untold, 0), Candidate(told, 0));
    }

    [Fact]
    public async Task A_runner_of_another_kind_ends_the_experiment_with_the_reason()
    {
        var ml = new MLContext();
        var runner = TinyTrials.Runner(ml);
        var experiment = TinyTrials.Experiment(ml, runner, trials: 3).SetParetoTuner(runner).SetTrialRunner(new Plain());
        Assert.Contains("needs the results of BinarizedNetworkTrialRunner", (await Assert.ThrowsAsync<ArgumentException>(() => experiment.RunAsync())).Message, StringComparison.Ordinal);
    }

    static string Candidate(ParetoTuner tuner, int id) => Small.Decode(BinarizedNetworkParameter.Genome(Small, tuner.Propose(new TrialSettings { TrialId = id }))).ToString();

    sealed class Plain : ITrialRunner
    {
        public Task<Microsoft.ML.AutoML.TrialResult> RunAsync(TrialSettings settings, CancellationToken ct) => Task.FromResult(new Microsoft.ML.AutoML.TrialResult { TrialSettings = settings, Loss = 0.5 });

        public void Dispose() { }
    }
}
