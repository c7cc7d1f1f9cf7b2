using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>Reads one column of features, dense or sparse, into plain memory; refuses NaN.</summary>
sealed class FeatureReader
{
    readonly DataViewSchema.Column column;
    readonly DataViewRow row;
    readonly ValueGetter<VBuffer<float>> getter;
    VBuffer<float> buffer;

    internal FeatureReader(DataViewRow row, DataViewSchema.Column column) => (this.row, this.column, getter) = (row, column, row.GetGetter<VBuffer<float>>(column));

    /// <summary>The row's values.</summary>
    /// <exception cref="InvalidDataException">A NaN, or another number of values than the column promises.</exception>
    internal void Read(Span<float> values)
    {
        getter(ref buffer);
        if (buffer.Length != values.Length)
            throw new InvalidDataException($"Feature column '{column.Name}', row {row.Position} has {buffer.Length} values, but the column has {values.Length}.");
        if (buffer.IsDense)
            buffer.GetValues().CopyTo(values);
        else
            buffer.CopyTo(values);
        var fault = FirstNaN(values);
        if (fault >= 0)
            throw new InvalidDataException($"Feature column '{column.Name}', row {row.Position}, slot {fault} is NaN. Put Transforms.ReplaceMissingValues(\"{column.Name}\") before, or drop such rows with Data.FilterRowsByMissingValues.");
    }

    /// <summary>Index of the first NaN, or −1: x == x fails for NaN alone.</summary>
    internal static int FirstNaN(ReadOnlySpan<float> values)
    {
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var x = new Vector<float>(values[i..]);
            if (!Vector.EqualsAll(x, x))
                break;
        }

        for (; i < values.Length; i++)
            if (float.IsNaN(values[i]))
                return i;
        return -1;
    }
}
