using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>
/// The label of a multiclass task: a key, as for every multiclass trainer of ML.NET. Texts and numbers are refused and not turned into keys in silence, since ML.NET's
/// Evaluate and CrossValidate need the key as well, with the same order of classes.
/// </summary>
sealed class MulticlassLabel : ILabelRule
{
    public void Check(SchemaShape.Column label)
    {
        if (!label.IsKey || label.Kind != SchemaShape.Column.VectorKind.Scalar)
            throw Wrong(label.Name, label.Describe());
    }

    public ClassNames Classes(DataViewSchema.Column label)
    {
        var key = label.Type as KeyDataViewType ?? throw Wrong(label.Name, label.Type.ToString()!);
        if (key.Count is < 2 or > LayerSpec.MaxUnits)
            throw new ArgumentOutOfRangeException(nameof(label), $"Label column '{label.Name}' has {key.Count} classes: a classifier tells 2 to {LayerSpec.MaxUnits} apart. Give data with more than one class, or check that this is the label.");
        var (count, values) = ((int)key.Count, KeyValues.Of(label, (int)key.Count));
        return new(values?.Texts ?? ClassNames.Numbered(count).Texts, values);
    }

    public Func<int> Reader(DataViewRow row, DataViewSchema.Column label) => Type.GetTypeCode(label.Type.RawType) switch
    {
        TypeCode.Byte => Reader<byte>(row, label, key => key),
        TypeCode.UInt16 => Reader<ushort>(row, label, key => key),
        TypeCode.UInt32 => Reader<uint>(row, label, key => (int)key),
        _ => Reader<ulong>(row, label, key => (int)key),
    };

    /// <summary>Raw keys count from 1; 0 is missing.</summary>
    internal static Func<int> Reader<T>(DataViewRow row, DataViewSchema.Column label, Func<T, int> toInt)
        where T : struct
    {
        var (getter, key) = (row.GetGetter<T>(label), default(T));
        return () =>
        {
            getter(ref key);
            return toInt(key) - 1;
        };
    }

    static ArgumentOutOfRangeException Wrong(string labelColumnName, string given) => new(nameof(labelColumnName),
        $"Label column '{labelColumnName}' is {given}, but a multiclass label is a key. Append the trainer to Transforms.Conversion.MapValueToKey(\"{labelColumnName}\"), which makes one of texts or numbers; MapKeyToValue(\"PredictedLabel\") gives them back.");
}
