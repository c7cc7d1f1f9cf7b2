namespace BnnMl.Engine.Tests;

public sealed class DataSourceTests
{
    [Fact]
    public void A_location_that_is_nothing_is_answered_with_what_can_be()
    {
        var message = Assert.Throws<FileNotFoundException>(() => DataSource.Load("/no/such/place")).Message;
        Assert.Equal("/no/such/place: there is no such file or folder. Give a folder with the four idx files of MNIST or Fashion-MNIST, a delimited text file (.csv, .tsv, .txt, also .gz), or the word synthetic.", message);
        Assert.Throws<ArgumentException>(() => DataSource.Load(" "));
    }

    [Fact]
    public void Options_outside_their_ranges_are_refused_by_name()
    {
        Refused(new() { TestFraction = 0 }, "TestFraction is 0");
        Refused(new() { TestFraction = double.NaN }, "TestFraction is NaN");
        Refused(new() { Delimiter = '|' }, "Delimiter is '|'");
        Refused(new() { SyntheticTrain = 9 }, "SyntheticTrain is 9");

        static void Refused(DataSourceOptions options, string part) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(() => DataSource.Load("synthetic", options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_location_is_a_folder_or_synthetic() =>
        Assert.True(DataSource.DefaultLocation() is var location && (location == DataSource.Synthetic || Path.Exists(location)), location);

    [Theory]
    [InlineData("8x8", 1, 8, 8)]
    [InlineData("3x32x16", 3, 32, 16)]
    public void Shapes_are_read(string text, int channels, int height, int width) => Assert.Equal(new MapShape(channels, height, width), MapShape.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("8x")]
    [InlineData("0x8")]
    [InlineData("-8x8")]
    [InlineData("1x1x8x8")]
    [InlineData("99999x99999")]
    [InlineData("2147483647x2147483647x2147483647")]
    public void What_is_no_shape_is_refused(string text) => Assert.Throws<FormatException>(() => MapShape.Parse(text));

    [Fact]
    public void A_dataset_splits_in_two_with_the_same_mixture()
    {
        var data = new Dataset(MapShape.Features(1), [.. Enumerable.Range(0, 50).Select(i => (float)i)], [.. Enumerable.Range(0, 50).Select(i => i < 30 ? 0 : i < 49 ? 1 : 2)], ["a", "b", "c"]);
        var split = data.Split(0.1, seed: 7);
        Assert.Equal([0, 0, 0, 1, 1], split.Test.Labels.ToArray());
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (float)i), split.Train.Features.ToArray().Concat(split.Test.Features.ToArray()).Order());
        Assert.Equal(split.Test.Features.ToArray(), data.Split(0.1, seed: 7).Test.Features.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(1, seed: 7));
    }
}
