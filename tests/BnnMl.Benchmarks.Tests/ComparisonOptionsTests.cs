namespace BnnMl.Benchmarks.Tests;

public sealed class ComparisonOptionsTests
{
    [Theory]
    [InlineData("--onyl", "--onyl is not known here")]
    [InlineData("--only", "needs a value")]
    [InlineData("--only=vgg3-fp32,nothing", "there is no row nothing. The rows are vgg3-fp32, ")]
    [InlineData("--only=,", "names no row")]
    [InlineData("--minutes=0", "give a number above 0")]
    [InlineData("--minutes=ten", "give a number above 0")]
    [InlineData("--minutes=NaN", "give a number above 0")]
    public void What_can_not_be_is_refused_with_what_can(string argument, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => ComparisonOptions.Parse([argument])).Message, StringComparison.Ordinal);

    [Fact]
    public void Some_rows_take_their_share_of_the_time_of_all()
    {
        var (all, one) = (ComparisonOptions.Parse([]).Minutes, ComparisonOptions.Parse(["--only", "vgg3-latency"]).Minutes);
        Assert.Equal(9, all, precision: 9);
        Assert.InRange(one, 0.05, all / 10);
    }

    [Fact]
    public void Rows_are_measured_in_the_order_of_the_table()
    {
        var options = ComparisonOptions.Parse(["--only", "vgg3-latency, vgg3-fp32", "--minutes=0.5", "--out", "x.md", "--data", "synthetic"]);
        Assert.Equal(["vgg3-fp32", "vgg3-latency"], options.Rows.Select(row => row.Key));
        Assert.Equal((0.5, "x.md", "synthetic"), (options.Minutes, options.OutFile, options.Data));
    }

    [Fact]
    public void Images_that_are_not_there_are_said_once_with_where_they_may_be()
    {
        var message = Assert.Throws<ArgumentException>(() => Images.Use("/no/such/folder")).Message;
        Assert.All(["/no/such/folder", "--data DIR", "BNNML_DATA=DIR", "shared/data/fashion-mnist", "--data synthetic"], part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.NotEqual("/no/such/folder", Images.Location);
    }

    [Fact]
    public void Every_row_has_a_key_of_its_own() => Assert.Distinct(AllRows.List.Select(row => row.Key));
}
