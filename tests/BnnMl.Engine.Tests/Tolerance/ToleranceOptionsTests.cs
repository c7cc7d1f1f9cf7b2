namespace BnnMl.Engine.Tests.Tolerance;

public class ToleranceOptionsTests
{
    public static TheoryData<string, ToleranceOptions> Invalid { get; } = new()
    {
        { "BitErrorRates", new() { BitErrorRates = [] } },
        { "BitErrorRates", new() { BitErrorRates = [0, 1.1] } },
        { "BitErrorRates", new() { BitErrorRates = [double.NaN] } },
        { "BitErrorRates", new() { BitErrorRates = [0.1, 0.1] } },
        { "BitErrorRates", new() { BitErrorRates = [0.2, 0.1] } },
        { "Weight01", new() { Weight01 = -1 } },
        { "Weight01", new() { Weight01 = double.NaN } },
        { "Weight10", new() { Weight10 = 4 } }, // 0.3 · 4 > 1
        { "Chips", new() { Chips = 0 } },
        { "FirstChip", new() { FirstChip = -1 } },
        { "FirstChip", new() { FirstChip = int.MaxValue } },
        { "Seed", new() { Seed = -1 } },
        { "StopWidth", new() { StopWidth = 0 } },
        { "StopWidth", new() { StopWidth = double.NaN } },
        { "LeastChips", new() { LeastChips = 1 } },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_option_outside_its_range_is_refused_by_name(string name, ToleranceOptions options)
    {
        var error = Assert.Throws<ArgumentException>(options.Validate);
        Assert.StartsWith(name + " is ", error.Message, StringComparison.Ordinal);
        Assert.Contains("give", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_the_protocol()
    {
        var options = new ToleranceOptions();
        options.Validate();
        Assert.Equal((50, 100, FlipTargets.Weights, ErrorLifetime.Persistent), (options.Chips, options.FirstChip, options.Targets, options.Lifetime));
        Assert.Equal([0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3], options.BitErrorRates);
    }
}
