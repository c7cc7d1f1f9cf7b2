namespace BnnMl.Engine.Tests.Training;

public class LossTests
{
    [Theory]
    [InlineData("ce")]
    [InlineData("mhl:128")]
    [InlineData("mcel:64")]
    public void Reads_what_it_writes(string text) => Assert.Equal(text, Loss.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("mse")]
    [InlineData("mhl")]
    [InlineData("ce:3")]
    [InlineData("mhl:0")]
    [InlineData("mcel:-1")]
    [InlineData("mhl:1.5")]
    public void Anything_else_is_refused_with_what_can_be_written(string text)
    {
        var message = Assert.Throws<FormatException>(() => Loss.Parse(text)).Message;
        Assert.Contains("mhl:128", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        foreach (var (options, name) in new (TrainingOptions, string)[]
        {
            (new() { Epochs = 0 }, "Epochs"), (new() { Epochs = double.NaN }, "Epochs"), (new() { Budget = TimeSpan.Zero }, "Budget"), (new() { BatchSize = 1 }, "BatchSize"),
            (new() { LearningRate = -1 }, "LearningRate"), (new() { Threads = -1 }, "Threads"), (new() { CheckpointEvery = -1 }, "CheckpointEvery"), (new() { BitErrorRamp = 2 }, "BitErrorRamp"),
            (new() { BitErrors = BitErrorModel.Symmetric(0.1) with { Targets = FlipTargets.Thresholds } }, "BitErrors"),
            (new() { Schedule = new LearningRateSchedule.Constant { WarmUp = 0.9 } }, "WarmUp"), (new() { Schedule = new LearningRateSchedule.Stepped(0) }, "Plateaus"),
        })
            Assert.Contains(name, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schedules_warm_up_and_fall()
    {
        var cosine = new LearningRateSchedule.Cosine { WarmUp = 0.1 };
        Assert.InRange(cosine.FactorAt(0, 100), 0.01, 0.2);
        Assert.InRange(cosine.FactorAt(12, 100), 0.9, 1);
        Assert.InRange(cosine.FactorAt(99, 100), 0, 0.001);
        Assert.Equal(1, new LearningRateSchedule.Constant().FactorAt(50, 100));
        Assert.Equal(0.01, new LearningRateSchedule.Stepped(3, 0.1).FactorAt(99, 100), 1e-9);
    }
}
