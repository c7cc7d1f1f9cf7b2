using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>Two columns, Key and Value, row by row from arrays: the table of a MapValue, with whatever type and annotations its values have.</summary>
sealed class LookupView<TKey, TValue> : IDataView
{
    readonly TKey[] keys;
    readonly TValue[] values;

    internal LookupView(DataViewType keyType, TKey[] keys, DataViewType valueType, TValue[] values, DataViewSchema.Annotations? annotations = null)
    {
        (this.keys, this.values) = (keys, values);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Key", keyType);
        builder.AddColumn("Value", valueType, annotations);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => keys.Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [new Cursor(this)];

    sealed class Cursor(LookupView<TKey, TValue> view) : DataViewRowCursor
    {
        long position = -1;

        public override long Position => position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool MoveNext() => ++position < view.keys.Length;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new((ulong)position, 0);

        public override ValueGetter<T> GetGetter<T>(DataViewSchema.Column column)
        {
            Delegate getter = column.Index == 0
                ? new ValueGetter<TKey>((ref TKey key) => key = view.keys[position])
                : new ValueGetter<TValue>((ref TValue value) => value = view.values[position]);
            return getter as ValueGetter<T> ?? throw ScoredSchema.WrongType<T>(column);
        }
    }
}
