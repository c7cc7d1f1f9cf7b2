namespace BnnMl.Engine.Tests;

/// <summary>Real tables as their sources have them; what is expected is in their descriptions.</summary>
public sealed class RealTableTests
{
    [FactNeeding(Need.Tables)]
    public void Optdigits_takes_the_test_file_beside_it_and_the_last_column_as_label()
    {
        var split = Load("optdigits-train.csv");
        Assert.Equal((3823, 1797), (split.Train.Count, split.Test.Count));
        Assert.Equal(MapShape.Features(64), split.Train.Shape);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], split.Train.ClassNames);
        Assert.Equal([0, 0, 7, 4], split.Train.Labels[..4].ToArray());
        Assert.Equal([0f, 1, 6, 15, 12], split.Train.Row(0)[..5].ToArray());
        Assert.EndsWith("optdigits-test.csv", split.Test.Origin, StringComparison.Ordinal);
    }

    [FactNeeding(Need.Tables)]
    public void Optdigits_can_be_read_as_images()
    {
        var train = Load("optdigits-train.csv", new() { Shape = MapShape.Parse("8x8") }).Train;
        Assert.Equal(new MapShape(1, 8, 8), train.Shape);
        Assert.Equal(InputEncoding.Pixels, InputEncoding.Fit(train));
    }

    [FactNeeding(Need.Tables)]
    public void Iris_has_tabs_a_marked_header_and_the_label_first()
    {
        var split = Load("iris.txt");
        Assert.Equal((120, 30), (split.Train.Count, split.Test.Count));
        Assert.Equal(MapShape.Features(4), split.Train.Shape);
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f], Whole(split).First());
        Assert.All(split.Test.Labels.ToArray().CountBy(label => label), pair => Assert.Equal(10, pair.Value));
    }

    [FactNeeding(Need.Tables)]
    public void Breast_cancer_has_comments_no_header_and_missing_numbers_that_are_refused_with_their_place()
    {
        var fault = Assert.Throws<InvalidDataException>(() => Load("breast-cancer.txt", new() { LabelColumn = "0" }));
        Assert.EndsWith("breast-cancer.txt: line 41, column 6 (from 0) is missing. Give a number, remove the row, or choose to fill in the column's median.", fault.Message, StringComparison.Ordinal);
    }

    [FactNeeding(Need.Tables)]
    public void Breast_cancer_loads_with_medians()
    {
        var split = Load("breast-cancer.txt", new() { LabelColumn = "0", Missing = MissingValues.Median });
        Assert.Equal(699, split.Train.Count + split.Test.Count);
        Assert.Equal(458, Whole(split, label: 0).Count());
        Assert.Equal(MapShape.Features(9), split.Train.Shape);
    }

    [FactNeeding(Need.Tables)]
    public void Adult_has_texts_that_become_a_feature_each()
    {
        var split = Load("adult.txt.gz");
        Assert.Equal(32_561, split.Train.Count + split.Test.Count);
        Assert.Equal(["0", "1"], split.Train.ClassNames);
        Assert.Equal((24_720, 7_841), (Whole(split, label: 0).Count(), Whole(split, label: 1).Count()));
        Assert.Equal(6 + 9 + 16 + 7 + 15 + 6 + 5 + 2 + 42, split.Train.Shape.Length); // numbers; workclass, education, … native-country
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(1f, Sum(split.Train.Row(i)[1..10]))); // age, then one of nine work classes
    }

    static DataSplit Load(string name, DataSourceOptions? options = null) => DataSource.Load(Path.Combine(Machine.Tables!, name), options);

    static IEnumerable<float[]> Whole(DataSplit split, int? label = null) =>
        from part in new[] { split.Train, split.Test }
        from i in Enumerable.Range(0, part.Count)
        where label is null || part.Labels[i] == label
        select part.Row(i).ToArray();

    static float Sum(ReadOnlySpan<float> values) => values.ToArray().Sum();
}
