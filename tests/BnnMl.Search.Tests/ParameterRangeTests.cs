namespace BnnMl.Search.Tests;

public sealed class ParameterRangeTests
{
    public static TheoryData<ParameterRange> Ranges => new(
        new ParameterRange.Whole(-3, 9), new ParameterRange.Whole(4, 4), new ParameterRange.LogWhole(1, 4096), new ParameterRange.LogWhole(16, 256),
        new ParameterRange.Real(-0.5, 2.5), new ParameterRange.Real(0, 0.2), new ParameterRange.LogReal(1e-5, 0.1), new ParameterRange.LogReal(0.0012345, 0.02),
        new ParameterRange.Steps(0, 0.01, 0.1), new ParameterRange.Steps(8), new ParameterRange.Choice("a", "b", "c"));

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Every_place_maps_to_a_value_that_maps_back_to_itself(ParameterRange range)
    {
        for (var i = 0; i <= 5000; i++)
        {
            var value = range.FromUnit(i / 5000.0);
            Assert.True(range.Contains(value), $"{range}: {value}");
            Assert.InRange(range.ToUnit(value), 0, 1 - 1e-16);
            Assert.Equal(value, range.FromUnit(range.ToUnit(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Values_ascend_with_the_place_and_the_ends_are_reached(ParameterRange range)
    {
        var values = Enumerable.Range(0, 2001).Select(i => range.FromUnit(i / 2000.0)).ToArray();
        Assert.Equal(values.Order(), values);
        if (range is ParameterRange.LogWhole log)
            Assert.Equal((log.Min, log.Max), (values[0], values[^1]));
        if (range is ParameterRange.Whole whole)
            Assert.Equal(whole.Max - whole.Min + 1, values.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Steps_down_end_at_the_smallest_value(ParameterRange range)
    {
        var (value, steps) = (range.FromUnit(1), 0);
        while (range.Below(value) is { } below)
        {
            Assert.True(below < value && range.Contains(below));
            (value, steps) = (below, steps + 1);
        }

        if (range is ParameterRange.Whole or ParameterRange.LogWhole or ParameterRange.Steps)
            Assert.Equal(range.FromUnit(0), value);
        else
            Assert.Equal(0, steps);
    }

    [Fact]
    public void What_lies_outside_is_refused_with_the_range()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterRange.Whole(1, 3).ToUnit(2.5));
        Assert.Contains("2.5 is not in the range int 1..3", error.Message, StringComparison.Ordinal);
        Assert.False(new ParameterRange.Real(0, 1).Contains(double.NaN));
        Assert.False(new ParameterRange.Steps(1, 2).Contains(1.5));
    }

    [Fact]
    public void Impossible_ranges_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ParameterRange.Whole(2, 1));
        Assert.Throws<ArgumentException>(() => new ParameterRange.LogWhole(0, 1));
        Assert.Throws<ArgumentException>(() => new ParameterRange.Real(1, 1));
        Assert.Throws<ArgumentException>(() => new ParameterRange.Real(0, double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => new ParameterRange.LogReal(0, 1));
        Assert.Throws<ArgumentException>(() => new ParameterRange.Steps());
        Assert.Throws<ArgumentException>(() => new ParameterRange.Steps(2, 1));
        Assert.Throws<ArgumentException>(() => new ParameterRange.Choice("a", "a"));
    }

    [Fact]
    public void Ranges_compare_by_value()
    {
        Assert.Equal(new ParameterRange.Steps(1, 2), new ParameterRange.Steps(1, 2));
        Assert.NotEqual(new ParameterRange.Steps(1, 2), new ParameterRange.Steps(1, 3));
        Assert.Equal(new ParameterRange.Choice("a"), new ParameterRange.Choice("a"));
    }
}
