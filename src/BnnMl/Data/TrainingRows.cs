using Microsoft.ML;

namespace BnnMl;

/// <summary>Reads labelled rows into memory, once.</summary>
sealed class TrainingRows
{
    readonly int size;
    readonly List<int> labels;
    float[] features;
    readonly List<float>? weights;

    TrainingRows(int size, long rows, bool weighted)
    {
        this.size = size;
        features = new float[Math.Min(rows, MaxRows) * size];
        labels = new List<int>((int)Math.Min(rows, MaxRows));
        weights = weighted ? new List<float>(labels.Capacity) : null;
    }

    /// <summary>Rows whose label is missing; they are left out.</summary>
    internal long WithoutLabel { get; private set; }

    long MaxRows => Array.MaxLength / size;

    /// <exception cref="InvalidDataException">No labelled rows, NaN or infinite features, a weight that is not finite or negative.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static TrainingRows Read(IDataView data, TrainingColumns columns, ILabelRule rule, CancellationToken cancel)
    {
        var schema = data.Schema;
        var features = FeatureColumn.Find(schema, columns.Features, null);
        var label = schema[columns.Label];
        DataViewSchema.Column? weight = columns.Weight is { } name ? schema[name] : null;
        var size = ((Microsoft.ML.Data.VectorDataViewType)features.Type).Size;
        using var cursor = data.GetRowCursor(new[] { features, label }.Concat(weight is { } used ? [used] : []));
        var rows = new TrainingRows(size, data.GetRowCount() ?? 1024, weight is not null);
        rows.Fill(cursor, new FeatureReader(cursor, features), rule.Reader(cursor, label), weight is { } column ? cursor.GetGetter<float>(column) : null, columns, cancel);
        return rows;
    }

    internal Dataset ToDataset(MapShape shape, ClassNames classes, string origin)
    {
        if (labels.Count == 0)
            throw new InvalidDataException($"The training data have no row with a label{(WithoutLabel > 0 ? $" ({WithoutLabel:N0} rows without)" : "")}. Give at least two labelled rows.");
        Array.Resize(ref features, labels.Count * size);
        return new Dataset(shape, features, [.. labels], classes.Texts, origin, weights?.ToArray());
    }

    void Fill(DataViewRowCursor cursor, FeatureReader reader, Func<int> label, ValueGetter<float>? weight, TrainingColumns columns, CancellationToken cancel)
    {
        while (cursor.MoveNext())
        {
            cancel.ThrowIfCancellationRequested();
            var index = label();
            if (index < 0)
            {
                WithoutLabel++;
                continue;
            }

            Grow();
            var row = features.AsSpan(labels.Count * size, size);
            reader.Read(row);
            CheckFinite(row, cursor.Position, columns.Features);
            labels.Add(index);
            if (weight is not null)
                weights!.Add(Weight(weight, cursor.Position, columns.Weight!));
        }
    }

    void Grow()
    {
        if ((labels.Count + 1L) * size <= features.Length)
            return;
        if (labels.Count + 1L > MaxRows)
            throw new InvalidDataException($"More than {MaxRows:N0} rows of {size} features do not fit into memory at once. Train on a part of the data (Data.TakeRows, or FilterRowsByColumn on a random column).");
        Array.Resize(ref features, (int)(Math.Min(MaxRows, Math.Max(64, labels.Count * 2L)) * size));
    }

    static void CheckFinite(ReadOnlySpan<float> row, long position, string column)
    {
        var fault = Dataset.FirstNotFinite(row);
        if (fault >= 0)
            throw new InvalidDataException($"Feature column '{column}', row {position}, slot {fault} is {row[fault]}. Replace or remove values that are not finite.");
    }

    static float Weight(ValueGetter<float> getter, long position, string column)
    {
        var weight = 0f;
        getter(ref weight);
        return float.IsFinite(weight) && weight >= 0
            ? weight
            : throw new InvalidDataException($"Example weight column '{column}', row {position} is {weight}: a weight is a finite number of at least 0.");
    }
}
