using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>PredictedLabel and Score, in the order and with the annotations of ML.NET's own multiclass trainers.</summary>
/// <param name="names">The classes.</param>
/// <param name="form">Probabilities or the network's own scores.</param>
/// <param name="slope">What scores are multiplied by before the softmax.</param>
/// <param name="scoreColumn">Name of the vector of scores.</param>
/// <param name="labelColumn">Name of the predicted key.</param>
sealed class MulticlassScores(ClassNames names, ScoreForm form, float slope, string scoreColumn, string labelColumn) : ScoreColumns
{
    internal ClassNames Names => names;

    internal ScoreForm Form => form;

    internal float Slope => slope;

    internal string ScoreColumn => scoreColumn;

    internal string LabelColumn => labelColumn;

    internal override int Classes => names.Count;

    internal override IReadOnlyList<DataViewSchema.DetachedColumn> For(DataViewSchema? input)
    {
        var label = ScoreAnnotations.Begin(input, ScoreAnnotations.Multiclass, "PredictedLabel");
        names.Keys?.AddTo(label, KeyValues.Kind);
        var score = ScoreAnnotations.Begin(input, ScoreAnnotations.Multiclass, "Score");
        if (names.Keys is { Type.ItemType: TextDataViewType })
            names.Keys.AddTo(score, ScoreAnnotations.SlotNames);
        names.Keys?.AddTo(score, ScoreAnnotations.TrainingLabelValues);
        return
        [
            new(labelColumn, new KeyDataViewType(typeof(uint), Classes), label.ToAnnotations()),
            new(scoreColumn, new VectorDataViewType(NumberDataViewType.Single, Classes), score.ToAnnotations()),
        ];
    }

    internal override Delegate Getter(int column, ScoreSource scores) => column == 0
        ? new ValueGetter<uint>((ref uint key) => key = (uint)Predictor.Best(scores()) + 1)
        : new ValueGetter<VBuffer<float>>((ref VBuffer<float> buffer) =>
        {
            var editor = VBufferEditor.Create(ref buffer, Classes);
            scores().CopyTo(editor.Values);
            Write(editor.Values, form, slope);
            buffer = editor.Commit();
        });

    /// <summary>From the network's scores to those of the column, in place.</summary>
    internal static void Write(Span<float> values, ScoreForm form, float slope)
    {
        if (form == ScoreForm.Probabilities)
            Softmax(values, slope);
    }

    static void Softmax(Span<float> values, float slope)
    {
        var (highest, sum) = (values[Predictor.Best(values)], 0f);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Exp((values[i] - highest) * slope);
            sum += values[i];
        }

        for (var i = 0; i < values.Length; i++)
            values[i] /= sum;
    }
}
