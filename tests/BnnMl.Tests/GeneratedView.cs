using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests;

/// <summary>Any number of rows that are nowhere: features computed from the row's number, and the number itself.</summary>
sealed class GeneratedView(long count, int features) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = Columns(features);

    public long? GetRowCount() => count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(Schema, count, features);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    internal static float Value(long row, int feature) => (row * (feature + 3) * 2654435761L & 0xFFFF) / 65536f * 5;

    static DataViewSchema Columns(int features)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Features", new VectorDataViewType(NumberDataViewType.Single, features));
        builder.AddColumn("Row", NumberDataViewType.Int64);
        return builder.ToSchema();
    }

    sealed class Cursor(DataViewSchema schema, long count, int features) : DataViewRowCursor
    {
        long position = -1;

        public override long Position => position;

        public override long Batch => 0;

        public override DataViewSchema Schema => schema;

        public override bool MoveNext() => ++position < count;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new((ulong)position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => (ValueGetter<TValue>)(Delegate)(column.Index == 1
            ? new ValueGetter<long>((ref long value) => value = position)
            : new ValueGetter<VBuffer<float>>((ref VBuffer<float> value) =>
            {
                var editor = VBufferEditor.Create(ref value, features);
                for (var i = 0; i < features; i++)
                    editor.Values[i] = Value(position, i);
                value = editor.Commit();
            }));
    }
}
