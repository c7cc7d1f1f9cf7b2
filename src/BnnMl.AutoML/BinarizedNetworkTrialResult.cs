using BnnMl.Search;

namespace BnnMl.AutoML;

/// <summary>What <see cref="BinarizedNetworkTrialRunner"/> gives to an AutoMLExperiment: its one Loss and Metric, and all that the trial found.</summary>
public sealed class BinarizedNetworkTrialResult : Microsoft.ML.AutoML.TrialResult
{
    internal BinarizedNetworkTrialResult(Trial trial, PackedNetwork? network) => (Trial, Network) = (trial, network);

    /// <summary>The candidate that was evaluated (repaired where the parameter was beyond the limits), its objectives, metrics and curve; or why it failed.</summary>
    public Trial Trial { get; }

    /// <summary>As the trial trained it, on its share of the data; null where it failed.</summary>
    public PackedNetwork? Network { get; }
}
