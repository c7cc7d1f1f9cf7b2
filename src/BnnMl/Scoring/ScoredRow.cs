using Microsoft.ML;

namespace BnnMl;

/// <summary>The scores of one row at a time, when somebody asks for them: for <see cref="PredictionEngine{TSrc, TDst}"/>, and for cursors over columns that can't be kept.</summary>
sealed class ScoredRow
{
    readonly DataViewRow input;
    readonly IBatchScorer scorer;
    readonly FeatureReader reader;
    readonly float[] features;
    readonly float[] scores;
    long position = long.MinValue;

    internal ScoredRow(DataViewRow input, ScoredSchema schema, IBatchScorer scorer)
    {
        (this.input, this.scorer, reader) = (input, scorer, new FeatureReader(input, schema.Features));
        (features, scores) = (new float[scorer.Input.Length], new float[scorer.Classes]);
    }

    /// <summary>A column of a row that is scored when asked: a score, or what the input has.</summary>
    /// <param name="scored">Null where no score is active.</param>
    internal static ValueGetter<TValue> Getter<TValue>(DataViewRow input, ScoredSchema schema, bool[] active, ScoredRow? scored, DataViewSchema.Column column)
    {
        ScoredSchema.CheckActive(active, column);
        return schema.IsScore(column) ? schema.Getter<TValue>(column, scored!.Scores) : input.GetGetter<TValue>(schema.Input[column.Index]);
    }

    /// <summary>Null where no score is active.</summary>
    internal static ScoredRow? WhereActive(DataViewRow input, ScoredSchema schema, IBatchScorer scorer, bool[] active) =>
        active.AsSpan(schema.Input.Count).Contains(true) ? new(input, schema, scorer) : null;

    internal ReadOnlySpan<float> Scores()
    {
        if (input.Position != position)
        {
            reader.Read(features);
            scorer.Score(features, 1, Math.Max(0, input.Position), scores);
            position = input.Position;
        }

        return scores;
    }
}
