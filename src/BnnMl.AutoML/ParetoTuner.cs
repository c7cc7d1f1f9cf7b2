using BnnMl.Search;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace BnnMl.AutoML;

/// <summary>
/// Drives a multi-objective tuner, such as <see cref="NsgaTuner"/>, from an <see cref="AutoMLExperiment"/>. The experiment itself knows one loss: by it it says which trial
/// was best; the search follows the whole vector of objectives, which <see cref="BinarizedNetworkTrialRunner"/> hands over inside its results.
/// </summary>
/// <remarks>
/// Limits of the way through AutoMLExperiment, none of which <see cref="BinarizedNetworkExperiment"/> has: one trial at a time; what SetCheckpoint keeps has one rounded
/// loss per trial, so that a restarted experiment begins a new search; results of other runners have no objectives and are refused. An experiment can't be told that a
/// space is exhausted: then candidates are proposed again.
/// </remarks>
public sealed class ParetoTuner : Microsoft.ML.AutoML.ITuner
{
    /// <summary>So often the tuner is asked again when its answer is a candidate that was proposed before.</summary>
    const int MaxAttempts = 256;

    readonly Search.SearchSpace space;
    readonly Search.ITuner tuner;
    readonly long seed;
    readonly HashSet<string> proposed = new(StringComparer.Ordinal);

    /// <param name="space">The runner's; see <see cref="BinarizedNetworkTrialRunner.Space"/>.</param>
    /// <param name="tuner">Proposes candidates of that space.</param>
    /// <param name="seed">The same seed and the same results give the same proposals.</param>
    public ParetoTuner(Search.SearchSpace space, Search.ITuner tuner, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(tuner);
        (this.space, this.tuner, this.seed) = (space, tuner, seed);
    }

    /// <inheritdoc/>
    public Parameter Propose(TrialSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var genome = tuner.Ask(new AskAddress(seed, settings.TrialId, 0));
        for (var attempt = 1; attempt < MaxAttempts && !proposed.Add(space.Decode(genome).ToString()); attempt++)
            genome = tuner.Ask(new AskAddress(seed, settings.TrialId, attempt));
        return BinarizedNetworkParameter.Nest(space.ToParameter(genome));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A result of another runner.</exception>
    public void Update(Microsoft.ML.AutoML.TrialResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result is BinarizedNetworkTrialResult { Trial: var trial })
            tuner.Tell(trial);
        else if (result.Loss < double.MaxValue) // what AutoMLExperiment makes of an exception has this loss, and is nothing to learn from
            throw new ArgumentException($"Trial {result.TrialSettings?.TrialId} has a loss and no objectives: {nameof(ParetoTuner)} needs the results of {nameof(BinarizedNetworkTrialRunner)}. Set both, or take a tuner of ML.NET.", nameof(result));
    }
}
