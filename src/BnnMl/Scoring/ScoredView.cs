using Microsoft.ML;

namespace BnnMl;

/// <summary>A view with the score columns added; lazy: nothing is read before a cursor moves, and only what its columns need.</summary>
sealed class ScoredView(IDataView source, ScoredSchema schema, IBatchScorer scorer) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => schema.Output;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = schema.Active(columnsNeeded);
        return Cursor(source.GetRowCursor(schema.Dependencies(schema.Output.Where(column => active[column.Index])), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = schema.Active(columnsNeeded);
        if (scorer.NumbersRows)
            return [GetRowCursor(schema.Output.Where(column => active[column.Index]), rand)];
        var inputs = source.GetRowCursorSet(schema.Dependencies(schema.Output.Where(column => active[column.Index])), n, rand);
        return [.. inputs.Select(input => Cursor(input, active))];
    }

    DataViewRowCursor Cursor(DataViewRowCursor input, bool[] active)
    {
        var wantsScores = active.AsSpan(schema.Input.Count).Contains(true);
        return wantsScores && schema.Input.All(column => !active[column.Index] || ColumnBuffer.CanHold(column.Type))
            ? new BatchCursor(input, schema, scorer, active)
            : new StepCursor(input, schema, scorer, active);
    }
}
