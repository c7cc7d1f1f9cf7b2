namespace BnnMl.Engine.Tests.Data;

public class DatasetTests
{
    static readonly string[] Names = ["cat", "dog"];

    static string Refusal(float[] features, int[] labels, string[] names) =>
        Assert.Throws<InvalidDataException>(() => new Dataset(MapShape.Features(2), features, labels, names, "pets.csv")).Message;

    [Fact]
    public void What_cannot_be_learnt_from_is_refused_with_its_place()
    {
        Assert.StartsWith("pets.csv: there are no rows", Refusal([], [], Names), StringComparison.Ordinal);
        Assert.StartsWith("pets.csv: 2 labels need 4 feature values", Refusal([1, 2, 3], [0, 1], Names), StringComparison.Ordinal);
        Assert.StartsWith("pets.csv: there is only one class (cat)", Refusal([1, 2], [0], ["cat"]), StringComparison.Ordinal);
        Assert.StartsWith("pets.csv: row 1 has label 2, outside 0…1", Refusal([1, 2, 3, 4], [0, 2], Names), StringComparison.Ordinal);
        Assert.StartsWith("pets.csv: row 0 has label -1", Refusal([1, 2], [-1], Names), StringComparison.Ordinal);
        Assert.StartsWith("pets.csv: row 1, feature 0 is NaN", Refusal([1, 2, float.NaN, 4], [0, 1], Names), StringComparison.Ordinal);
        Assert.StartsWith("pets.csv: row 0, feature 1 is", Refusal([1, float.NegativeInfinity], [0], Names), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_selected_in_the_order_asked_for()
    {
        var chosen = new Dataset(MapShape.Features(2), [1, 2, 3, 4, 5, 6], [0, 1, 0], Names).Select([2, 1]);
        Assert.Equal([5f, 6, 3, 4], chosen.Features.ToArray());
        Assert.Equal([0, 1], chosen.Labels.ToArray());
    }

    [Fact]
    public void Test_data_must_have_the_shape_and_classes_of_the_training_data()
    {
        var train = new Dataset(MapShape.Features(2), [1, 2], [0], Names, "train.csv");
        Assert.Contains("those of train.csv are 2 features", Assert.Throws<InvalidDataException>(() =>
            new DataSplit(train, new Dataset(MapShape.Features(1), [1], [0], Names, "test.csv"))).Message, StringComparison.Ordinal);
        Assert.Contains("(dog, cat) are not those of train.csv (cat, dog)", Assert.Throws<InvalidDataException>(() =>
            new DataSplit(train, new Dataset(MapShape.Features(2), [1, 2], [0], ["dog", "cat"], "test.csv"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_follow_their_rows_into_parts_and_encoded_samples()
    {
        var data = new Dataset(MapShape.Features(1), [1, 2, 3, 4], [0, 1, 0, 1], ["a", "b"], "data", [1, 2, 3, 4]);
        Assert.Equal([4f, 1f], data.Select([3, 0]).Weights.ToArray());
        Assert.Equal([1f, 2f, 3f, 4f], InputEncoding.Fit(data).Encode(data).Weights.ToArray());
        Assert.Equal([1f, 2f], InputEncoding.Fit(data).Encode(data).Take(2).Weights.ToArray());
    }

    [Theory]
    [InlineData("1", "4 rows need as many weights, but there are 1")]
    [InlineData("1 2 -1 0", "row 2 has weight -1")]
    [InlineData("1 2 3 NaN", "row 3 has weight NaN")]
    [InlineData("0 0 0 0", "all weights are 0")]
    public void Weights_that_can_not_be_are_refused(string weights, string part)
    {
        float[] values = [.. weights.Split(' ').Select(text => float.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
        var thrown = Assert.Throws<InvalidDataException>(() => new Dataset(MapShape.Features(1), [1, 2, 3, 4], [0, 1, 0, 1], ["a", "b"], "data", values));
        Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
    }
}
