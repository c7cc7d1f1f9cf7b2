namespace BnnMl.Search.Tests;

public sealed class BinarizedTrialTests
{
    static readonly Dataset Digits = DataSource.Load(DataSource.Synthetic).Train.Select([.. Enumerable.Range(0, 240)]);

    static readonly Candidate Small = new(NetworkSpec.Parse("C4-MP2-FC16", Digits.Shape, Digits.Classes), new TrainingGenes("ce", 0, 0.05));

    static readonly BinarizedTrialOptions Short = new() { TrainSamples = 100, ValidationSamples = 40, Epochs = 1, Chips = 1, BitErrorRates = [0, 0.1] };

    [Fact]
    public void A_trial_without_a_study_gives_the_result_of_its_network()
    {
        var outcome = Trial(Short).Evaluate(Small, seed: 3, default);
        Assert.Equal(Small.Network, outcome.Network.Spec);
        Assert.Equal(1 - outcome.Result.Objectives[0], outcome.Result.Metrics[BinarizedTrial.Accuracy], 12);
        Assert.Equal(0, outcome.Result.Violation);
        Assert.Equal([.. outcome.Result.Objectives], Trial(Short).Evaluate(Small, seed: 3, default).Result.Objectives.ToArray());
    }

    [Fact]
    public void What_misses_a_constraint_is_not_feasible_and_says_by_how_much()
    {
        var result = Trial(Short with { MinAccuracy = 1, MinToleratedBitErrorRate = 0.1 }).Evaluate(Small, seed: 3, default).Result;
        var expected = result.Objectives[0] + ((0.1 - Math.Min(0.1, result.Objectives[1])) / 0.1);
        Assert.True(expected > 0, "this network is meant to miss");
        Assert.Equal(expected, result.Violation, 12);
    }

    [Fact]
    public void Constraints_are_part_of_the_signature_and_none_leave_it_as_it_was()
    {
        Assert.Contains("accuracy >= 0.9", (Short with { MinAccuracy = 0.9 }).ToString(), StringComparison.Ordinal);
        Assert.EndsWith("at 0/0.1", Short.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.1, 0.0, "MinAccuracy is 1.1")]
    [InlineData(double.NaN, 0.0, "MinAccuracy is NaN")]
    [InlineData(0.0, 0.11, "MinToleratedBitErrorRate is 0.11")]
    [InlineData(0.0, -0.1, "MinToleratedBitErrorRate is -0.1")]
    public void Constraints_that_no_trial_can_be_measured_by_are_refused(double accuracy, double tolerated, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>((Short with { MinAccuracy = accuracy, MinToleratedBitErrorRate = tolerated }).Validate).Message, StringComparison.Ordinal);

    [Fact]
    public void Parts_divided_before_stay_apart_and_are_shuffled_by_the_seed()
    {
        var (train, validation) = (Digits.Select([.. Enumerable.Range(0, 200)]), Digits.Select([.. Enumerable.Range(200, 40)]));
        var data = BinarizedTrialData.Of(train, validation, seed: 5);
        Assert.Equal(Rows(train).Order(), Rows(data.Train).Order());
        Assert.Equal(Rows(validation).Order(), Rows(data.Validation).Order());
        Assert.NotEqual(Rows(train), Rows(data.Train));
        Assert.Equal(Rows(data.Train), Rows(BinarizedTrialData.Of(train, validation, seed: 5).Train));
        Assert.NotEqual(Rows(data.Train), Rows(BinarizedTrialData.Of(train, validation, seed: 6).Train));
    }

    [Fact]
    public void Parts_of_different_shapes_are_refused()
    {
        var other = new Dataset(MapShape.Features(2), [1, 2, 3, 4], [0, 1], ["a", "b"], "other");
        Assert.Contains("other: the validation samples are 2 features", Assert.Throws<InvalidDataException>(() => BinarizedTrialData.Of(Digits, other, 1)).Message, StringComparison.Ordinal);
    }

    static BinarizedTrial Trial(BinarizedTrialOptions options) => new(new NativeTrainingEngine(), BinarizedTrialData.Divide(Digits, seed: 1), options);

    static string[] Rows(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(row => $"{data.Labels[row]} {string.Join(' ', data.Row(row).ToArray())}")];
}
