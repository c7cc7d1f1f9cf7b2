namespace BnnMl.Engine.Tests.Faults;

public class BitErrorModelTests
{
    [Theory]
    [InlineData(-0.001)]
    [InlineData(1.001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_outside_0_to_1_is_refused_however_it_is_given(double rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BitErrorModel.Symmetric(rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => BitErrorModel.Asymmetric(0, rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => BitErrorModel.Asymmetric(rate, 0));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => BitErrorModel.Symmetric(0) with { Rate10 = rate });
        Assert.Contains("Rate10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Persistent_weights_are_the_default()
    {
        var errors = BitErrorModel.Symmetric(0.1);
        Assert.Equal((FlipTargets.Weights, ErrorLifetime.Persistent, true), (errors.Targets, errors.Lifetime, errors.IsSymmetric));
        Assert.False(BitErrorModel.Asymmetric(0.1, 0.2).IsSymmetric);
        Assert.Equal(errors, BitErrorModel.Asymmetric(0.1, 0.1));
    }

    [Fact]
    public void A_chips_address_holds_seed_and_number_and_is_never_negative()
    {
        Assert.Equal(7L, new Chip(7).Address);
        Assert.Equal((3L << 32) | 100, new Chip(100, 3).Address);
        Assert.Equal(long.MaxValue - (1L << 31), new Chip(int.MaxValue, int.MaxValue).Address);
    }

    [Fact]
    public void A_chip_with_a_negative_number_or_seed_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Chip(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Chip(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Chip(0) with { Seed = -1 });
    }
}
