using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests.Trainers;

/// <summary>Probabilities of losses that do not bring their own.</summary>
public sealed class ScoreCalibrationTests
{
    readonly MLContext ml = new(1);

    [Fact]
    public void Rows_sorted_by_their_label_give_probabilities_that_fit_both_classes()
    {
        var rows = TinyRow.Many(6000, classes: 2).OrderBy(row => row.Truth).ToArray();
        Assert.InRange(Metrics(rows).LogLoss, 0, 0.2);
    }

    [Fact]
    public void Weights_of_rows_count_in_the_probabilities()
    {
        var random = new Random(5); // features of noise: a probability can only be the share of the class
        var rows = TinyRow.Many(3000, classes: 2);
        foreach (var row in rows)
            (row.Values, row.Weight) = ([.. row.Values.Select(_ => (float)random.NextDouble())], row.Truth ? 9 : 1);
        Assert.InRange(Mean(rows, weighted: false), 0.4, 0.6);
        Assert.InRange(Mean(rows, weighted: true), 0.8, 1);
    }

    CalibratedBinaryClassificationMetrics Metrics(TinyRow[] rows)
    {
        var data = TinyPipeline.View(ml, rows);
        return ml.BinaryClassification.Evaluate(Model(data, weight: null).Transform(data), "Truth");
    }

    double Mean(TinyRow[] rows, bool weighted)
    {
        var data = TinyPipeline.View(ml, rows);
        return Model(data, weighted ? "Weight" : null).Transform(data).GetColumn<float>("Probability").Average();
    }

    PackedNetworkTransformer Model(IDataView data, string? weight) => TinyPipeline.Binary(ml, data, TinyPipeline.Options with { Loss = Loss.Parse("mhl:8"), Epochs = 1, ExampleWeightColumnName = weight });
}
