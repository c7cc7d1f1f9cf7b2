using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests;

/// <summary>Contexts, data and trainers that take no time.</summary>
static class TinyPipeline
{
    internal static readonly BinarizedNetworkTrainerOptions Options = new() { Network = "FC16", Epochs = 12, BatchSize = 16, Threads = 1, LabelColumnName = "Key" };

    internal static IDataView View(MLContext ml, IEnumerable<TinyRow>? rows = null) => ml.Data.LoadFromEnumerable(rows ?? TinyRow.Many());

    internal static IEstimator<ITransformer> KeyOf(MLContext ml, string column = nameof(TinyRow.Name)) => ml.Transforms.Conversion.MapValueToKey("Key", column);

    internal static TransformerChain<PackedNetworkTransformer> Multiclass(MLContext ml, IDataView data, BinarizedNetworkTrainerOptions? options = null) =>
        KeyOf(ml).Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(options ?? Options)).Fit(data);

    internal static PackedNetworkTransformer Binary(MLContext ml, IDataView data, BinarizedNetworkTrainerOptions? options = null) =>
        ml.BinaryClassification.Trainers.BinarizedNetwork((options ?? Options) with { LabelColumnName = nameof(TinyRow.Truth) }).Fit(data);
}
