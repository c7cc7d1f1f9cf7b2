using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>Adds the scores to single rows.</summary>
sealed class ScoredMapper(ScoredSchema schema, IBatchScorer scorer) : IRowToRowMapper
{
    public DataViewSchema InputSchema => schema.Input;

    public DataViewSchema OutputSchema => schema.Output;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => schema.Dependencies(dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Row(input, schema, scorer, schema.Active(activeColumns));
    }

    sealed class Row(DataViewRow input, ScoredSchema schema, IBatchScorer scorer, bool[] active) : DataViewRow
    {
        readonly ScoredRow? scored = ScoredRow.WhereActive(input, schema, scorer, active);

        public override DataViewSchema Schema => schema.Output;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

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
}
