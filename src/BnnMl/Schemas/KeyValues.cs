using System.Globalization;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>The values behind a key column, of whatever type they are: what class names are to a user of ML.NET.</summary>
abstract class KeyValues
{
    /// <summary>ML.NET's name of the annotation.</summary>
    internal const string Kind = "KeyValues";

    /// <summary>A vector with one value per key.</summary>
    internal abstract VectorDataViewType Type { get; }

    /// <summary>The values as texts, numbers in the invariant culture.</summary>
    internal abstract IReadOnlyList<string> Texts { get; }

    /// <summary>Gives the values under another name, such as SlotNames.</summary>
    internal abstract void AddTo(Microsoft.ML.DataViewSchema.Annotations.Builder annotations, string kind);

    /// <summary>Those of a key column; null where it has none, or not one per key.</summary>
    internal static KeyValues? Of(Microsoft.ML.DataViewSchema.Column column, int count) =>
        column.Annotations.Schema.GetColumnOrNull(Kind)?.Type is VectorDataViewType type && type.Size == count
            ? (KeyValues)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(type.ItemType.RawType), type, Read(column, type.ItemType.RawType))!
            : null;

    /// <summary>Texts as values.</summary>
    internal static KeyValues Of(IReadOnlyList<string> texts) =>
        new Typed<ReadOnlyMemory<char>>(new VectorDataViewType(TextDataViewType.Instance, texts.Count), [.. texts.Select(text => text.AsMemory())]);

    /// <summary>Two values of a type, for promises about data that are not there yet.</summary>
    internal static KeyValues Sample(DataViewType item) =>
        (KeyValues)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(item.RawType), new VectorDataViewType((PrimitiveDataViewType)item, 2), Array.CreateInstance(item.RawType, 2))!;

    static object Read(Microsoft.ML.DataViewSchema.Column column, Type item) =>
        typeof(KeyValues).GetMethod(nameof(Values), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(item).Invoke(null, [column])!;

    static T[] Values<T>(Microsoft.ML.DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(Kind, ref values);
        return values.DenseValues().ToArray();
    }

    sealed class Typed<T>(VectorDataViewType type, T[] values) : KeyValues
    {
        internal override VectorDataViewType Type => type;

        internal override IReadOnlyList<string> Texts { get; } = [.. values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")];

        internal override void AddTo(Microsoft.ML.DataViewSchema.Annotations.Builder annotations, string kind) =>
            annotations.Add(kind, type, (ref VBuffer<T> buffer) =>
            {
                var editor = VBufferEditor.Create(ref buffer, values.Length);
                values.CopyTo(editor.Values);
                buffer = editor.Commit();
            });
    }
}
