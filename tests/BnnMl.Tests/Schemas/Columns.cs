using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests.Schemas;

/// <summary>Schemas as lines of text, for comparing.</summary>
static class Columns
{
    /// <summary>Name, type and annotations with their values.</summary>
    internal static string Describe(DataViewSchema.Column column) =>
        $"{column.Name}: {column.Type} {{ {string.Join("; ", column.Annotations.Schema.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => $"{a.Name}: {a.Type} = {Value(column.Annotations, a)}"))} }}";

    internal static IEnumerable<string> Describe(DataViewSchema schema) => schema.Where(column => !column.IsHidden).Select(Describe);

    /// <summary>What a shape promises: name, kind, item, key, and the same of its annotations.</summary>
    internal static IEnumerable<string> Describe(SchemaShape shape) => shape.Select(column =>
        $"{column.Name}: {column.Kind} {column.ItemType} {(column.IsKey ? "key" : "")} {{ {string.Join("; ", Describe(column.Annotations).Order(StringComparer.Ordinal))} }}");

    static string Value(DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType { ItemType: TextDataViewType })
            return string.Join(",", Get<VBuffer<ReadOnlyMemory<char>>>(annotations, column).DenseValues());
        if (column.Type is VectorDataViewType { ItemType: NumberDataViewType } vector && vector.ItemType == NumberDataViewType.Single)
            return string.Join(",", Get<VBuffer<float>>(annotations, column).DenseValues());
        return column.Type switch
        {
            TextDataViewType => Get<ReadOnlyMemory<char>>(annotations, column).ToString(),
            BooleanDataViewType => Get<bool>(annotations, column).ToString(),
            KeyDataViewType => Get<uint>(annotations, column).ToString(),
            _ => "?",
        };
    }

    static T Get<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        T value = default!;
        annotations.GetValue(column.Name, ref value);
        return value;
    }
}
