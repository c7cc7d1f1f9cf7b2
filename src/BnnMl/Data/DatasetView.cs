using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>A <see cref="Dataset"/> as a view, without a copy of its samples.</summary>
sealed class DatasetView : IDataView
{
    readonly Dataset data;

    internal DatasetView(Dataset data)
    {
        this.data = data;
        var (builder, shape) = (new DataViewSchema.Builder(), data.Shape);
        builder.AddColumn("Features", shape.IsImage
            ? new VectorDataViewType(NumberDataViewType.Single, shape.Channels, shape.Height, shape.Width)
            : new VectorDataViewType(NumberDataViewType.Single, shape.Length));
        var names = new DataViewSchema.Annotations.Builder();
        KeyValues.Of(data.ClassNames).AddTo(names, KeyValues.Kind);
        builder.AddColumn("Label", new KeyDataViewType(typeof(uint), data.Classes), names.ToAnnotations());
        if (!data.Weights.IsEmpty)
            builder.AddColumn("Weight", NumberDataViewType.Single);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => data.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var order = rand is null ? null : Enumerable.Range(0, data.Count).ToArray();
        rand?.Shuffle(order!);
        return new Cursor(this, [.. columnsNeeded.Select(column => column.Index)], order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    sealed class Cursor(DatasetView view, HashSet<int> active, int[]? order) : DataViewRowCursor
    {
        long position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => position;

        public override long Batch => 0;

        int Row => position < 0 || position >= view.data.Count ? throw new InvalidOperationException("The cursor is on no row: call MoveNext first.") : order is null ? (int)position : order[position];

        public override bool MoveNext()
        {
            position = Math.Min(position + 1, view.data.Count);
            return position < view.data.Count;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new((ulong)Row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
                throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' was not asked for when the cursor was made.");
            Delegate getter = column.Index switch
            {
                0 => (ValueGetter<VBuffer<float>>)Features,
                1 => (ValueGetter<uint>)((ref uint key) => key = (uint)view.data.Labels[Row] + 1),
                _ => (ValueGetter<float>)((ref float weight) => weight = view.data.Weights[Row]),
            };
            return getter as ValueGetter<TValue>
                ?? throw new ArgumentException($"Column '{column.Name}' is {column.Type}: read it as {column.Type.RawType.Name}, not as {typeof(TValue).Name}.", nameof(column));
        }

        void Features(ref VBuffer<float> features)
        {
            var editor = VBufferEditor.Create(ref features, view.data.Shape.Length);
            view.data.Row(Row).CopyTo(editor.Values);
            features = editor.Commit();
        }
    }
}
