using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace BnnMl;

/// <summary>
/// <see cref="SaveAs.Packed"/>: a chain of ML.NET's transformers that computes a transformer's columns with the help of <see cref="PackedMappings"/>. The network travels as
/// the value of a lookup; scores become a vector of known size with slot names through an expression over a vector that has both.
/// </summary>
static class PackedForm
{
    internal static ITransformer Of(PackedNetwork network, string featureColumn, ScoreColumns scores)
    {
        var ml = new MLContext();
        var payload = PackedPayload.Of(network, featureColumn, scores).ToText();
        IEstimator<ITransformer>[] begin =
        [
            ml.Transforms.CustomMapping(new PackedMappings.KeyFactory().GetMapping(), PackedMappings.KeyContract),
            HelperColumns.Map(ml, HelperColumns.Payload, HelperColumns.Key, Constant(TextDataViewType.Instance, payload.AsMemory())),
            ml.Transforms.CopyColumns(HelperColumns.Features, featureColumn),
        ];
        return HelperColumns.Chain([.. begin, .. scores is MulticlassScores many ? Multiclass(ml, many) : Binary(ml)]).Fit(new EmptyView(FeatureSchema(featureColumn, network.Spec.Input.Length)));
    }

    /// <summary>Transformers of the chain that <see cref="Of"/> makes.</summary>
    internal static int Length(PackedPayload payload) => payload.Binary ? 5 : 8;

    /// <summary>What a loaded chain carries; null where it is no chain of this form.</summary>
    internal static PackedPayload? PayloadOf(IReadOnlyList<ITransformer> chain)
    {
        if (chain is not [CustomMappingTransformer<PackedMappings.NoColumns, PackedMappings.KeyColumn> key, var lookup, ..])
            return null;
        var found = lookup.Transform(key.Transform(Constant(NumberDataViewType.Int32, 0)));
        return PackedPayload.Of(found.GetColumn<ReadOnlyMemory<char>>(HelperColumns.Payload).Single());
    }

    /// <summary>A lookup with one entry, key 0.</summary>
    static LookupView<int, T> Constant<T>(DataViewType type, T value, DataViewSchema.Annotations? annotations = null) => new(NumberDataViewType.Int32, [0], type, [value], annotations);

    static IEnumerable<IEstimator<ITransformer>> Multiclass(MLContext ml, MulticlassScores scores)
    {
        var width = PackedMappings.Width;
        return
        [
            ml.Transforms.CustomMapping(new PackedMappings.MulticlassFactory().GetMapping(), PackedMappings.MulticlassContract),
            HelperColumns.Map(ml, scores.LabelColumn, HelperColumns.Index, HelperColumns.KeysOf(scores, NumberDataViewType.Int32, index => index)),
            HelperColumns.Map(ml, HelperColumns.Slots, HelperColumns.Key, Slots(scores)),
            ml.Transforms.Expression(scores.ScoreColumn, $"(slot, texts) : single(mid(texts, int(slot) * {width}, int(slot) * {width} + {width}))", HelperColumns.Slots, HelperColumns.Texts),
            ml.Transforms.DropColumns(HelperColumns.Key, HelperColumns.Payload, HelperColumns.Features, HelperColumns.Texts, HelperColumns.Index, HelperColumns.Slots),
        ];
    }

    static IEnumerable<IEstimator<ITransformer>> Binary(MLContext ml) =>
    [
        ml.Transforms.CustomMapping(new PackedMappings.BinaryFactory().GetMapping(), PackedMappings.BinaryContract),
        ml.Transforms.DropColumns(HelperColumns.Key, HelperColumns.Payload, HelperColumns.Features),
    ];

    /// <summary>The vector 0, 1, …, classes − 1, with the classes as slot names.</summary>
    static LookupView<int, VBuffer<float>> Slots(MulticlassScores scores)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (scores.Names.Keys is { Type.ItemType: TextDataViewType } names)
            names.AddTo(annotations, ScoreAnnotations.SlotNames);
        var indices = new VBuffer<float>(scores.Classes, [.. Enumerable.Range(0, scores.Classes).Select(index => (float)index)]);
        return Constant(new VectorDataViewType(NumberDataViewType.Single, scores.Classes), indices, annotations.ToAnnotations());
    }

    /// <summary>What the chain is fitted on: the features' column alone.</summary>
    internal static DataViewSchema FeatureSchema(string column, int size)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(column, new VectorDataViewType(NumberDataViewType.Single, size));
        return builder.ToSchema();
    }
}
