using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>
/// PredictedLabel, Score and Probability, in the order and with the annotations of ML.NET's own binary trainers. Score is the positive class's score minus the other's,
/// PredictedLabel is true where it is positive, Probability is 1 / (1 + exp(−(slope · Score + offset))).
/// </summary>
sealed class BinaryScores(float slope, float offset) : ScoreColumns
{
    internal float Slope => slope;

    internal float Offset => offset;

    internal override int Classes => 2;

    internal override IReadOnlyList<DataViewSchema.DetachedColumn> For(DataViewSchema? input)
    {
        var probability = ScoreAnnotations.Begin(input, ScoreAnnotations.Binary, "Probability");
        probability.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        return
        [
            new("PredictedLabel", BooleanDataViewType.Instance, ScoreAnnotations.Begin(input, ScoreAnnotations.Binary, "PredictedLabel").ToAnnotations()),
            new("Score", NumberDataViewType.Single, ScoreAnnotations.Begin(input, ScoreAnnotations.Binary, "Score").ToAnnotations()),
            new("Probability", NumberDataViewType.Single, probability.ToAnnotations()),
        ];
    }

    internal override Delegate Getter(int column, ScoreSource scores) => column switch
    {
        0 => new ValueGetter<bool>((ref bool label) => label = Score(scores()) > 0),
        1 => new ValueGetter<float>((ref float score) => score = Score(scores())),
        _ => new ValueGetter<float>((ref float probability) => probability = Probability(Score(scores()))),
    };

    internal static float Score(ReadOnlySpan<float> scores) => scores[1] - scores[0];

    internal float Probability(float score) => 1 / (1 + MathF.Exp(-((slope * score) + offset)));
}
