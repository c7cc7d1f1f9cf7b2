using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>The annotations that ML.NET's own trainers put on the columns that they add, by ML.NET's names.</summary>
static class ScoreAnnotations
{
    internal const string Multiclass = "MulticlassClassification";
    internal const string Binary = "BinaryClassification";
    internal const string SlotNames = "SlotNames";
    internal const string TrainingLabelValues = "TrainingLabelValues";

    const string SetId = "ScoreColumnSetId";
    static readonly KeyDataViewType SetIdType = new(typeof(uint), int.MaxValue);

    /// <param name="input">What the columns are added to: a set of scores has the next free number in it.</param>
    /// <param name="scoreKind">The task.</param>
    /// <param name="valueKind">"Score", "Probability" or "PredictedLabel".</param>
    internal static DataViewSchema.Annotations.Builder Begin(DataViewSchema? input, string scoreKind, string valueKind)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        var set = NextSet(input);
        builder.Add(SetId, SetIdType, (ref uint value) => value = set);
        Text(builder, "ScoreColumnKind", scoreKind);
        Text(builder, "ScoreValueKind", valueKind);
        return builder;
    }

    static void Text(DataViewSchema.Annotations.Builder builder, string kind, string text) =>
        builder.Add(kind, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = text.AsMemory());

    static uint NextSet(DataViewSchema? input)
    {
        uint last = 0;
        foreach (var column in input ?? Enumerable.Empty<DataViewSchema.Column>())
        {
            uint set = 0;
            if (column.Annotations.Schema.GetColumnOrNull(SetId)?.Type is KeyDataViewType { RawType: var raw } && raw == typeof(uint))
                column.Annotations.GetValue(SetId, ref set);
            last = Math.Max(last, set);
        }

        return last + 1;
    }
}
