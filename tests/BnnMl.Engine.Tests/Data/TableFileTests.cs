namespace BnnMl.Engine.Tests;

public sealed class TableFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("1,2,a\n3,4,b\n1,2,a\n3,4,b\n")]
    [InlineData("1\t2\ta\r\n3\t4\tb\r\n1\t2\ta\r\n3\t4\tb")]
    [InlineData("1;2;a\n\n3;4;b\n// comment, with; marks\n1;2;a\n# another\n3;4;b")]
    [InlineData("  1   2 a\n3 \t4 b\n1 2 a\n3 4   b  \n")]
    [InlineData("\uFEFFx,y,z\n1, 2 ,a\n3,4,b\n\"1\",\"2\",\"a\"\n3,4,b\n")]
    [InlineData("z,label,x\n1,a,2\n3,b,4\n1,a,2\n3,b,4\n")]
    [InlineData("#Class\tx\ty\na\t1\t2\nb\t3\t4\na\t1\t2\nb\t3\t4\n")]
    public void Delimiter_header_and_label_are_found(string text)
    {
        var split = Load(text);
        Assert.Equal((2, 2), (split.Train.Count, split.Test.Count));
        Assert.Equal(["a", "b"], split.Train.ClassNames);
        Assert.Equal([1f, 2f, 3f, 4f], split.Train.Features.ToArray());
        Assert.Equal([0, 1], split.Train.Labels.ToArray());
    }

    [Theory]
    [InlineData("0", "7")]
    [InlineData("-3", "7")]
    [InlineData("a", "7")]
    [InlineData("A", "7")]
    [InlineData("1", "10")]
    [InlineData("-1", "12")]
    [InlineData(null, "12")]
    public void The_label_column_is_named_or_numbered_from_either_end(string? column, string second)
    {
        var split = Load("a,b,c\n6,9,11\n7,10,12\n6,9,11\n7,10,12\n", new() { LabelColumn = column });
        Assert.Equal(second, split.Train.ClassNames[1]);
        Assert.Equal(2, split.Train.Shape.Length);
    }

    [Theory]
    [InlineData("10,9,-1,10", new[] { "-1", "9", "10" })]
    [InlineData("2.0,10.0,1.0,2.0", new[] { "1.0", "2.0", "10.0" })]
    [InlineData("10,9,b,10", new[] { "10", "9", "b" })]
    [InlineData("ä,Z,a,\"say \"\"x\"\", y\"", new[] { "Z", "a", "say \"x\", y", "ä" })]
    public void Classes_are_in_the_order_of_their_numbers_or_ordinal(string labels, string[] expected)
    {
        var rows = string.Join('\n', (labels.Contains('"', StringComparison.Ordinal) ? [.. labels.Split(',')[..3], labels[(labels.IndexOf('"', StringComparison.Ordinal))..]] : labels.Split(',')).Select((label, i) => $"{i},{label}"));
        Assert.Equal(expected, Load(rows + "\n" + rows).Train.ClassNames);
    }

    [Fact]
    public void Texts_become_features_and_texts_unknown_to_training_become_zeros()
    {
        folder.Write("t-test.csv", "5,green,b\n6,?,a\n");
        var split = DataSource.Load(folder.Write("t-train.csv", "1,red,a\n2,blue,b\n3,,a\n"));
        Assert.Equal(MapShape.Features(4), split.Train.Shape); // number, ?, blue, red
        Assert.Equal([1f, 0, 0, 1, 2, 0, 1, 0, 3, 1, 0, 0], split.Train.Features.ToArray());
        Assert.Equal([5f, 0, 0, 0, 6, 1, 0, 0], split.Test.Features.ToArray());
    }

    [Fact]
    public void Medians_come_from_the_training_rows()
    {
        var test = folder.Write("other.csv", "?,a\n900,b\n900,b\n");
        var split = Load("1,a\n?,b\n3,a\n100,b\n,a\n", new() { Missing = MissingValues.Median, TestLocation = test });
        Assert.Equal([1f, 3f, 3f, 100f, 3f], split.Train.Features.ToArray());
        Assert.Equal([3f, 900f, 900f], split.Test.Features.ToArray());
    }

    [Fact]
    public void The_split_is_stratified_and_depends_on_the_seed_alone()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{(i < 80 ? "a" : "b")}\n"));
        var (one, same, other) = (Load(text), Load(text), Load(text, new() { Seed = 1 }));
        Assert.Equal([.. Enumerable.Repeat(0, 16), .. Enumerable.Repeat(1, 4)], one.Test.Labels.ToArray());
        Assert.Equal(one.Test.Features.ToArray(), same.Test.Features.ToArray());
        Assert.NotEqual(one.Test.Features.ToArray(), other.Test.Features.ToArray());
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), one.Train.Features.ToArray().Concat(one.Test.Features.ToArray()).Order());
        Assert.Contains("20 of its 100 rows", one.Test.Origin, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "there are no rows")]
    [InlineData("// nothing\n\n", "there are no rows")]
    [InlineData("x,label\n", "there are no rows")]
    [InlineData("1\n2\n", "line 1 has one column (delimiter blanks)")]
    [InlineData("1,2,a\n3,4,b\n5,b\n", "line 3 has 2 columns, but the table has 3")]
    [InlineData("1,2,a\n3,nan,b\n", "line 2, column 1 (from 0) is 'nan', which is not a finite number")]
    [InlineData("1,2,a\n1e99,2,b\n", "line 2, column 0 (from 0) is '1e99', which is not a finite number")]
    [InlineData("x,y,z\n1,Infinity,a\n3,4,b\n", "line 2, column 1 (from 0, 'y') is 'Infinity'")]
    [InlineData("1,2,a\n3,4,b\n5,six,b\n", "line 3, column 1 (from 0) is 'six', but most of its column are numbers")]
    [InlineData("one,2,a\n3,4,b\n5,6,b\n", "line 1, column 0 (from 0) is 'one'")]
    [InlineData("1,2,a\n3,,b\n", "line 2, column 1 (from 0) is missing")]
    [InlineData("1,2,a\n3,4,?\n", "line 2, column 2 (from 0) is the label and is missing")]
    [InlineData("1,2,a\n3,4,a\n", "is a in every row")]
    [InlineData("1,2,a\n3,4,b\n", "no class has two rows")]
    [InlineData("1,2,\"a\n3,4,b\n", "line 1 has a quote that does not close")]
    [InlineData("1,2,\"a\"b\n3,4,b\n", "line 1 has a quote that does not close, or text behind")]
    [InlineData("1,2,a\n3,\0,b\n", "line 2 is not UTF-8 text")]
    public void What_is_wrong_is_named_with_its_place(string text, string place) => Refused(() => Load(text), place);

    [Fact]
    public void A_label_column_that_is_not_there_is_answered_with_those_that_are()
    {
        Refused(() => Load("x,y,z\n1,2,a\n1,2,b\n", new() { LabelColumn = "kind" }), "no label column 'kind': the names are x, y, z");
        Refused(() => Load("1,2,a\n1,2,b\n", new() { LabelColumn = "3" }), "Give a name, or a number from 0 to 2");
    }

    [Fact]
    public void Too_many_texts_or_labels_are_refused()
    {
        Refused(() => Load(Rows(i => $"{i % 3},t{i},{i % 2}")), "line 101, column 1 (from 0) is 't100': its column has more than 100 different texts");
        Refused(() => Load(Rows(i => $"{i % 3},{i}.5")), "line 1001, column 1 (from 0) has more than 1000 different labels");
    }

    [Fact]
    public void A_shape_must_have_as_many_values_as_a_row() =>
        Refused(() => Load("1,2,a\n3,4,b\n1,2,a\n3,4,b\n", new() { Shape = new MapShape(1, 2, 2) }), "a row has 2 features, but the shape 1x2x2 needs 4");

    [Theory]
    [InlineData("1,2,3,a\n", "has 4 columns")]
    [InlineData("1,2,c\n", "line 1, column 2 (from 0) is 'c', which is no class of the training data (a, b)")]
    public void A_test_file_must_fit(string text, string place) =>
        Refused(() => Load("1,2,a\n3,4,b\n", new() { TestLocation = folder.Write("other.csv", text) }), place, "other.csv");

    [Fact]
    public void A_line_without_end_is_refused_early() =>
        Refused(() => Load(new string('1', 9 << 20)), "line 1 is longer than");

    [Fact]
    public void Gzip_is_read_and_a_cut_in_it_is_seen()
    {
        var compressed = TemporaryFolder.Gzip(System.Text.Encoding.UTF8.GetBytes(Rows(i => $"{i},{i * i},{i % 2}")));
        Assert.Equal(1600, DataSource.Load(folder.Write("t.gz", compressed)).Train.Count);
        Refused(() => DataSource.Load(folder.Write("t.gz", compressed[..^20])), "gzip data are truncated", "t.gz");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public void Lines_across_the_buffers_ends_stay_whole(int width)
    {
        var text = Rows(i => $"{i % 10}{new string(' ', width % 97)},{i}{new string(' ', width / 100)},{i % 2}");
        var split = Load(text);
        Assert.Equal(Enumerable.Range(0, 2000).Sum(), split.Train.Features.ToArray().Where((_, i) => i % 2 == 1).Sum() + split.Test.Features.ToArray().Where((_, i) => i % 2 == 1).Sum(), 0.5);
    }

    static string Rows(Func<int, string> row) => string.Concat(Enumerable.Range(0, 2000).Select(i => row(i) + "\n"));

    DataSplit Load(string text, DataSourceOptions? options = null) => DataSource.Load(folder.Write("table.csv", text), options);

    void Refused(Action load, string place, string file = "table.csv")
    {
        var message = Assert.Throws<InvalidDataException>(load).Message;
        Assert.StartsWith(Path.Combine(folder.Path, file), message, StringComparison.Ordinal);
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
