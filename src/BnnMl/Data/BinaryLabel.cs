using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>
/// The label of a binary task: Boolean, as for ML.NET's own trainers; also what ML.NET's Evaluate takes: a Single or Double of 0 or 1 (NaN is missing), or a key of two
/// values, whose second is the positive class.
/// </summary>
sealed class BinaryLabel : ILabelRule
{
    public void Check(SchemaShape.Column label)
    {
        if (label.Kind != SchemaShape.Column.VectorKind.Scalar || !(label.IsKey || label.ItemType is BooleanDataViewType || IsFloat(label.ItemType)))
            throw Wrong(label.Name, label.Describe());
    }

    public ClassNames Classes(DataViewSchema.Column label) => label.Type switch
    {
        KeyDataViewType { Count: 2 } => new(KeyValues.Of(label, 2)?.Texts ?? ["False", "True"], null),
        BooleanDataViewType => new(["False", "True"], null),
        var type when IsFloat(type) => new(["0", "1"], null),
        var type => throw Wrong(label.Name, type.ToString()!),
    };

    public Func<int> Reader(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type is KeyDataViewType)
            return new MulticlassLabel().Reader(row, label);
        return label.Type is BooleanDataViewType ? Truth(row, label)
            : label.Type == NumberDataViewType.Single ? Number<float>(row, label, value => value)
            : Number<double>(row, label, value => value);
    }

    static Func<int> Truth(DataViewRow row, DataViewSchema.Column label)
    {
        var (getter, value) = (row.GetGetter<bool>(label), false);
        return () =>
        {
            getter(ref value);
            return value ? 1 : 0;
        };
    }

    static Func<int> Number<T>(DataViewRow row, DataViewSchema.Column label, Func<T, double> toDouble)
        where T : struct
    {
        var (getter, value) = (row.GetGetter<T>(label), default(T));
        return () =>
        {
            getter(ref value);
            return toDouble(value) switch
            {
                0 => 0,
                1 => 1,
                double.NaN => -1,
                var other => throw new InvalidDataException($"Label column '{label.Name}', row {row.Position} is {other}: a binary label that is a number is 0 or 1, or NaN where it is missing. Give a Boolean column, or use MulticlassClassification."),
            };
        };
    }

    static bool IsFloat(DataViewType type) => type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    static ArgumentOutOfRangeException Wrong(string labelColumnName, string given) => new(nameof(labelColumnName),
        $"Label column '{labelColumnName}' is {given}, but a binary label is Boolean, a Single or Double of 0 and 1, or a key of two values. Load it as Boolean or append Transforms.Conversion.ConvertType(\"{labelColumnName}\", outputKind: DataKind.Boolean); of two texts Transforms.Conversion.MapValueToKey(\"{labelColumnName}\") makes a key. For more classes use MulticlassClassification.");
}
