using BnnMl.Search;
using Microsoft.ML.SearchSpace;

namespace BnnMl.AutoML;

/// <summary>Where an AutoMLExperiment's parameter keeps our genes, beside those of other search spaces it may have.</summary>
static class BinarizedNetworkParameter
{
    internal const string Key = "BinarizedNetwork";

    internal static Parameter Nest(Parameter genes) => Parameter.CreateNestedParameter(new KeyValuePair<string, Parameter>(Key, genes));

    /// <exception cref="ArgumentException">Our genes are not in it.</exception>
    internal static Genome Genome(Search.SearchSpace space, Parameter parameter) => parameter.TryGetValue(Key, out var genes)
        ? space.ToGenome(genes)
        : throw new ArgumentException($"The trial's parameter has no \"{Key}\", only {string.Join(", ", parameter.Keys)}: set the runner with experiment.SetBinarizedNetwork(runner), which adds its search space.", nameof(parameter));
}
