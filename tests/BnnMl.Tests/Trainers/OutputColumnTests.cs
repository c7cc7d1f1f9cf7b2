using BnnMl.Tests.Schemas;
using Microsoft.ML;

namespace BnnMl.Tests.Trainers;

/// <summary>The columns that ML.NET's own trainers add, with the same names, order, types and annotations.</summary>
public sealed class OutputColumnTests
{
    readonly MLContext ml = new(1);

    [Theory]
    [InlineData("Name")]
    [InlineData("Number")]
    public void Multiclass_columns_are_those_of_a_trainer_of_ML_NETs(string label)
    {
        var data = TinyPipeline.View(ml);
        var key = TinyPipeline.KeyOf(ml, label);
        var theirs = key.Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Key", maximumNumberOfIterations: 1)).Fit(data).Transform(data);
        var ours = key.Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(TinyPipeline.Options)).Fit(data).Transform(data);
        Assert.Equal(Columns.Describe(theirs.Schema), Columns.Describe(ours.Schema));
    }

    [Fact]
    public void Binary_columns_are_those_of_a_calibrated_trainer_of_ML_NETs()
    {
        var data = TinyPipeline.View(ml);
        var theirs = ml.BinaryClassification.Trainers.SdcaLogisticRegression("Truth", maximumNumberOfIterations: 1).Fit(data).Transform(data);
        Assert.Equal(Columns.Describe(theirs.Schema), Columns.Describe(TinyPipeline.Binary(ml, data).Transform(data).Schema));
    }

    [Fact]
    public void A_second_trainer_in_a_pipeline_numbers_its_scores_anew_as_ML_NETs_do()
    {
        var data = TinyPipeline.View(ml);
        var first = ml.BinaryClassification.Trainers.SdcaLogisticRegression("Truth", maximumNumberOfIterations: 1).Fit(data).Transform(data);
        var theirs = ml.BinaryClassification.Trainers.SdcaLogisticRegression("Truth", maximumNumberOfIterations: 1).Fit(first).Transform(first);
        Assert.Equal(Columns.Describe(theirs.Schema), Columns.Describe(TinyPipeline.Binary(ml, first).Transform(first).Schema));
    }

    [Fact]
    public void Promised_shapes_are_those_that_a_trainer_of_ML_NETs_promises()
    {
        var input = SchemaShapes.Of(TinyPipeline.KeyOf(ml).Fit(TinyPipeline.View(ml)).Transform(TinyPipeline.View(ml)).Schema);
        AssertSame(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Key").GetOutputSchema(input),
            ml.MulticlassClassification.Trainers.BinarizedNetwork("Key").GetOutputSchema(input), except: "PredictedLabel");
        AssertSame(ml.BinaryClassification.Trainers.SdcaLogisticRegression("Truth").GetOutputSchema(input),
            ml.BinaryClassification.Trainers.BinarizedNetwork("Truth").GetOutputSchema(input), except: "");
    }

    /// <summary>ML.NET's multiclass trainers promise the label's KeyValues for PredictedLabel and forget what they add themselves.</summary>
    static void AssertSame(SchemaShape theirs, SchemaShape ours, string except) =>
        Assert.Equal(Lines(theirs, except), Lines(ours, except));

    static IEnumerable<string> Lines(SchemaShape shape, string except) =>
        Columns.Describe(shape).Where(line => except.Length == 0 || !line.StartsWith(except, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
