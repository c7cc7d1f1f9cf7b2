using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>Columns that a saved chain needs on its way and drops at its end, and the steps that several chains share.</summary>
static class HelperColumns
{
    internal const string Key = "BnnMl.Key";
    internal const string Payload = "BnnMl.Payload";
    internal const string Features = "BnnMl.Features";
    internal const string Texts = "BnnMl.Texts";
    internal const string Index = "BnnMl.Index";
    internal const string Slots = "BnnMl.Slots";
    internal const string Score = "BnnMl.Score";

    /// <summary>One flat chain of steps.</summary>
    internal static EstimatorChain<ITransformer> Chain(IEnumerable<IEstimator<ITransformer>> steps) =>
        steps.Aggregate(new EstimatorChain<ITransformer>(), (chain, step) => chain.Append(step));

    /// <summary>A transformer that looks its output up: the value beside the input's value.</summary>
    internal static IEstimator<ITransformer> Map(MLContext ml, string output, string input, IDataView lookup) =>
        ml.Transforms.Conversion.MapValue(output, lookup, lookup.Schema["Key"], lookup.Schema["Value"], input);

    /// <summary>From class indices, counted from 0, to the label's key with its values.</summary>
    internal static LookupView<T, uint> KeysOf<T>(MulticlassScores scores, DataViewType type, Func<int, T> index)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        scores.Names.Keys?.AddTo(annotations, KeyValues.Kind);
        return new(type, [.. Enumerable.Range(0, scores.Classes).Select(index)], new KeyDataViewType(typeof(uint), scores.Classes),
            [.. Enumerable.Range(1, scores.Classes).Select(key => (uint)key)], annotations.ToAnnotations());
    }
}
