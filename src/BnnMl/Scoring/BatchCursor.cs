using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>
/// A cursor that reads some rows ahead, scores them at once on all processors, and hands them out one by one. While one block of rows is scored, the next is read, on the
/// caller's thread. The source is read once, by one cursor, so that a source with state or at random is seen as any other reader sees it; what passes through is kept for the
/// rows read ahead. Blocks begin small and grow: who wants few rows does not wait for many.
/// </summary>
sealed class BatchCursor : DataViewRowCursor
{
    const int FirstRows = 256;
    const int MostKept = 1 << 20;  // values of columns that pass through, per block
    const int UnknownSize = 4096;  // values that a vector is taken to have that does not say

    readonly DataViewRowCursor input;
    readonly ScoredSchema schema;
    readonly IBatchScorer scorer;
    readonly bool[] active;
    readonly FeatureReader reader;
    readonly ValueGetter<DataViewRowId> readId;
    readonly int rows;             // of a block at most; slot s of block b is kept at b · rows + s
    readonly ColumnBuffer?[] kept; // per input column; null where it is not active
    readonly DataViewRowId[] ids;
    readonly long[] batches;
    readonly float[][] features;   // per block [rows, C·H·W]
    readonly float[][] scores;     // per block [rows, classes]
    readonly int[] counts = new int[2];
    int block = 1;                 // whose rows are handed out; the other is the next
    int next;                      // rows to read at once; grows up to all of them
    int slot = -1;
    long position = -1;
    bool ended;
    bool failed;

    internal BatchCursor(DataViewRowCursor input, ScoredSchema schema, IBatchScorer scorer, bool[] active)
    {
        (this.input, this.schema, this.scorer, this.active) = (input, schema, scorer, active);
        rows = RowsAhead(scorer.Input.Length, schema.Input.Where(column => active[column.Index]).Select(column => column.Type));
        (reader, readId) = (new FeatureReader(input, schema.Features), input.GetIdGetter());
        kept = [.. schema.Input.Select(column => active[column.Index] ? ColumnBuffer.Of(input, column, 2 * rows) : null)];
        (ids, batches) = (new DataViewRowId[2 * rows], new long[2 * rows]);
        features = [new float[rows * scorer.Input.Length], new float[rows * scorer.Input.Length]];
        scores = [new float[rows * scorer.Classes], new float[rows * scorer.Classes]];
        next = Math.Min(rows, FirstRows);
    }

    public override DataViewSchema Schema => schema.Output;

    public override long Position => position;

    public override long Batch => slot < 0 ? 0 : batches[(block * rows) + slot];

    /// <summary>Rows of a block: 1 MiB of features, which caches hold, or a bit-sliced block for every processor, in at most 4 MiB; fewer where wide columns pass through.</summary>
    internal static int RowsAhead(int features, IEnumerable<DataViewType> kept)
    {
        var busy = Math.Clamp(Math.Max((1 << 18) / features, 512 * Environment.ProcessorCount), 1, Math.Clamp((1 << 20) / features, 1, 4096));
        var values = kept.Sum(type => type is not VectorDataViewType vector ? 1L : vector.IsKnownSize ? vector.Size : UnknownSize);
        return (int)Math.Clamp(MostKept / Math.Max(1, values), 1, busy);
    }

    public override bool MoveNext()
    {
        if (failed)
            throw new InvalidOperationException("The cursor failed on an earlier row and can't go on: make another one.");
        if (slot + 1 >= counts[block])
        {
            failed = true;
            var more = NextBlock();
            failed = false;
            if (!more)
                return false;
        }

        slot++;
        position++;
        return true;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = ids[Slot()];

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

    /// <summary>Scores the block that was read, and reads the one after it meanwhile.</summary>
    bool NextBlock()
    {
        if (position < 0)
            Read(0);
        var ready = 1 - block;
        var (count, first) = (counts[ready], position + 1);
        slot = -1;
        if (count == 0)
        {
            counts[block] = 0;
            return false;
        }

        if (ended)
        {
            scorer.Score(features[ready], count, first, scores[ready]);
            counts[block] = 0;
        }
        else
        {
            var scoring = Task.Run(() => scorer.Score(features[ready], count, first, scores[ready]));
            try
            {
                Read(block);
            }
            finally
            {
                scoring.GetAwaiter().GetResult();
            }
        }

        block = ready;
        return true;
    }

    void Read(int into)
    {
        var size = scorer.Input.Length;
        counts[into] = 0;
        while (!ended && counts[into] < next)
        {
            if (!input.MoveNext())
            {
                ended = true;
                break;
            }

            var at = (into * rows) + counts[into];
            reader.Read(features[into].AsSpan(counts[into] * size, size));
            foreach (var column in kept)
                column?.Store(at);
            readId(ref ids[at]);
            batches[at] = input.Batch;
            counts[into]++;
        }

        next = Math.Min(rows, 2 * next);
    }

    ReadOnlySpan<float> Scores() => scores[block].AsSpan((Slot() - (block * rows)) * scorer.Classes, scorer.Classes);

    /// <summary>Where the current row is kept.</summary>
    int Slot() => slot >= 0 && slot < counts[block]
        ? (block * rows) + slot
        : throw new InvalidOperationException("The cursor stands on no row: call MoveNext, and read only while it gives true.");
}
