using BnnMl.Cli.Options;

namespace BnnMl.Cli.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("102400", 102_400)]
    [InlineData("100KiB", 102_400)]
    [InlineData("100 kib", 102_400)]
    [InlineData("1.5MiB", 1_572_864)]
    [InlineData("100kB", 100_000)]
    [InlineData("1B", 1)]
    public void Sizes_read_as_people_write_them(string text, long bytes) => Assert.Equal(bytes, Quantity.Bytes(text));

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7200)]
    [InlineData("1m30s", 90)]
    [InlineData("1h30m", 5400)]
    [InlineData("0.5s", 0.5)]
    public void Times_read_as_people_write_them(string text, double seconds) => Assert.Equal(seconds, Quantity.Duration(text).TotalSeconds);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.1", 0.1)]
    [InlineData("1e-3", 0.001)]
    [InlineData("10%", 0.1)]
    [InlineData("100%", 1)]
    public void Rates_read_as_people_write_them(string text, double rate) => Assert.Equal(rate, Quantity.Rate(text));

    [Fact]
    public void A_list_of_rates_is_sorted_and_each_once() => Assert.Equal([0, 0.01, 0.1], Quantity.Rates("0.1, 0,1%,10%"));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5KiB")]
    [InlineData("100 apples")]
    [InlineData("1e9")]
    [InlineData("99999999999999999GiB")]
    public void What_is_no_size_is_refused_with_an_example(string text) => Refused(() => Quantity.Bytes(text), text);

    [Theory]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("0s")]
    [InlineData("5s2m")]
    [InlineData("-1m")]
    [InlineData("999999999h")]
    public void What_is_no_time_is_refused_with_an_example(string text) => Refused(() => Quantity.Duration(text), text);

    [Theory]
    [InlineData("")]
    [InlineData("ten")]
    [InlineData("1.1")]
    [InlineData("-0.1")]
    [InlineData("101%")]
    [InlineData("NaN")]
    public void What_is_no_rate_is_refused_with_an_example(string text) => Refused(() => Quantity.Rate(text), text);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public void What_is_no_count_is_refused(string text) => Refused(() => Quantity.Count(text), text);

    static void Refused(Func<object> parse, string text) => Assert.Contains($"\"{text}\"", Assert.Throws<FormatException>(parse).Message);
}
