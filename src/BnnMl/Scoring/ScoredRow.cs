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
