using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>
/// Values of one column of the rows that a cursor has read ahead. Numbers, keys, texts, times and vectors of them can be kept (as ML.NET's own cache keeps them); values with
/// an owner, such as images, can't.
/// </summary>
abstract class ColumnBuffer
{
    /// <summary>True for types whose values may outlive the row they were read from.</summary>
    internal static bool CanHold(DataViewType type) => type is PrimitiveDataViewType or VectorDataViewType;

    /// <param name="row">What is read ahead.</param>
    /// <param name="column">A column that is active there.</param>
    /// <param name="capacity">Rows.</param>
    internal static ColumnBuffer Of(DataViewRow row, DataViewSchema.Column column, int capacity)
    {
        var kind = column.Type is VectorDataViewType vector
            ? typeof(VectorBuffer<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ScalarBuffer<>).MakeGenericType(column.Type.RawType);
        return (ColumnBuffer)Activator.CreateInstance(kind, row, column, capacity)!;
    }

    /// <summary>Keeps the value of the row that is being read.</summary>
    internal abstract void Store(int slot);

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the value in the current slot.</summary>
    internal abstract Delegate Getter(Func<int> slot);

    sealed class ScalarBuffer<T>(DataViewRow row, DataViewSchema.Column column, int capacity) : ColumnBuffer
    {
        readonly ValueGetter<T> read = row.GetGetter<T>(column);
        readonly T[] values = new T[capacity];

        internal override void Store(int slot) => read(ref values[slot]);

        internal override Delegate Getter(Func<int> slot) => new ValueGetter<T>((ref T value) => value = values[slot()]);
    }

    sealed class VectorBuffer<T>(DataViewRow row, DataViewSchema.Column column, int capacity) : ColumnBuffer
    {
        readonly ValueGetter<VBuffer<T>> read = row.GetGetter<VBuffer<T>>(column);
        readonly VBuffer<T>[] values = new VBuffer<T>[capacity];

        internal override void Store(int slot) => read(ref values[slot]);

        internal override Delegate Getter(Func<int> slot) => new ValueGetter<VBuffer<T>>((ref VBuffer<T> value) => values[slot()].CopyTo(ref value));
    }
}
