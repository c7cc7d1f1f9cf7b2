using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>A cursor in step with its source, which scores a row when asked to: for those who want no scores, and for columns of types that can't be kept (images).</summary>
sealed class StepCursor(DataViewRowCursor input, ScoredSchema schema, IBatchScorer scorer, bool[] active) : DataViewRowCursor
{
    readonly ScoredRow? scored = ScoredRow.WhereActive(input, schema, scorer, active);

    public override DataViewSchema Schema => schema.Output;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => ScoredRow.Getter<TValue>(input, schema, active, scored, column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
