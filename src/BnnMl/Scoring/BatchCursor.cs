using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>
/// A cursor that reads some rows ahead, scores them at once on all processors, and hands them out one by one. The source is read once, by one cursor, so that a source with
/// state or at random is seen as any other reader sees it; what passes through is kept for the rows read ahead.
/// </summary>
sealed class BatchCursor : DataViewRowCursor
{
    readonly DataViewRowCursor input;
    readonly ScoredSchema schema;
    readonly IBatchScorer scorer;
    readonly bool[] active;
    readonly FeatureReader reader;
    readonly ValueGetter<DataViewRowId> readId;
    readonly ColumnBuffer?[] kept; // per input column; null where it is not active
    readonly DataViewRowId[] ids;
    readonly long[] batches;
    readonly float[] features;     // [rows, C·H·W]
    readonly float[] scores;       // [rows, classes]
    int count;
    int slot = -1;
    long position = -1;

    internal BatchCursor(DataViewRowCursor input, ScoredSchema schema, IBatchScorer scorer, bool[] active)
    {
        (this.input, this.schema, this.scorer, this.active) = (input, schema, scorer, active);
        var rows = RowsAhead(scorer.Input.Length);
        (reader, readId) = (new FeatureReader(input, schema.Features), input.GetIdGetter());
        kept = [.. schema.Input.Select(column => active[column.Index] ? ColumnBuffer.Of(input, column, rows) : null)];
        (ids, batches) = (new DataViewRowId[rows], new long[rows]);
        (features, scores) = (new float[rows * scorer.Input.Length], new float[rows * scorer.Classes]);
    }

    public override DataViewSchema Schema => schema.Output;

    public override long Position => position;

    public override long Batch => slot < 0 ? 0 : batches[slot];

    /// <summary>As many rows as keep all processors busy for a while, in at most 4 MiB of features.</summary>
    internal static int RowsAhead(int features) => Math.Clamp((1 << 20) / features, 1, 1024);

    public override bool MoveNext()
    {
        if (slot + 1 >= count && !ReadAhead())
            return false;
        slot++;
        position++;
        return true;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = ids[slot];

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ScoredSchema.CheckActive(active, column);
        return schema.IsScore(column)
            ? schema.Getter<TValue>(column, Scores)
            : kept[column.Index]!.Getter(Slot) as ValueGetter<TValue> ?? throw ScoredSchema.WrongType<TValue>(column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }

    bool ReadAhead()
    {
        var size = scorer.Input.Length;
        (slot, count) = (-1, 0);
        while (count < ids.Length && input.MoveNext())
        {
            reader.Read(features.AsSpan(count * size, size));
            foreach (var column in kept)
                column?.Store(count);
            readId(ref ids[count]);
            batches[count++] = input.Batch;
        }

        if (count == 0)
            return false;
        scorer.Score(features, count, position + 1, scores);
        return true;
    }

    ReadOnlySpan<float> Scores() => scores.AsSpan(Slot() * scorer.Classes, scorer.Classes);

    int Slot() => slot >= 0 && slot < count ? slot : throw new InvalidOperationException("The cursor stands on no row: call MoveNext, and read only while it gives true.");
}
