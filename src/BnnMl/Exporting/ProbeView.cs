using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>One row of chosen numbers in columns of chosen types: what a transformer makes of it shows how it is wired.</summary>
sealed class ProbeView : IDataView
{
    readonly float[][] values;

    /// <param name="columns">Single, or Vector of Single of known size.</param>
    /// <param name="values">One array per column.</param>
    internal ProbeView(IEnumerable<DataViewSchema.Column> columns, float[][] values)
    {
        this.values = values;
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
            builder.AddColumn(column.Name, column.Type);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => 1;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [new Cursor(this)];

    sealed class Cursor(ProbeView view) : DataViewRowCursor
    {
        long position = -1;

        public override long Position => position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool MoveNext() => ++position < 1;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = default;

        public override ValueGetter<T> GetGetter<T>(DataViewSchema.Column column)
        {
            var row = view.values[column.Index];
            Delegate getter = column.Type is VectorDataViewType
                ? new ValueGetter<VBuffer<float>>((ref VBuffer<float> value) => value = new(row.Length, [.. row]))
                : new ValueGetter<float>((ref float value) => value = row[0]);
            return getter as ValueGetter<T> ?? throw ScoredSchema.WrongType<T>(column);
        }
    }
}
