using BnnMl.Search;
using Microsoft.ML.AutoML;

namespace BnnMl.AutoML;

/// <summary>Settings of an <see cref="AutoMLExperiment"/> that searches binarized networks.</summary>
public static class AutoMLExperimentExtensions
{
    /// <summary>
    /// Sets the runner and adds its search space. Set a tuner too: SetRandomSearchTuner, SetCostFrugalTuner, SetSmacTuner, SetGridSearchTuner, or
    /// <see cref="SetParetoTuner"/>. (SetEciCostFrugalTuner works with sweepable pipelines only.)
    /// </summary>
    public static AutoMLExperiment SetBinarizedNetwork(this AutoMLExperiment experiment, BinarizedNetworkTrialRunner runner)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(runner);
        return experiment.SetTrialRunner(runner).AddSearchSpace(BinarizedNetworkParameter.Key, runner.Space.ToAutoML());
    }

    /// <summary>Lets NSGA-II propose candidates by all objectives; see <see cref="ParetoTuner"/> for what an AutoMLExperiment can't pass on.</summary>
    /// <param name="experiment">With the same runner set.</param>
    /// <param name="runner">Gives space, objectives and seed.</param>
    /// <param name="options">Of NSGA-II.</param>
    public static AutoMLExperiment SetParetoTuner(this AutoMLExperiment experiment, BinarizedNetworkTrialRunner runner, NsgaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(runner);
        return experiment.SetTuner(new ParetoTuner(runner.Space, new NsgaTuner(runner.Space, runner.Objectives, options), runner.Seed));
    }
}
