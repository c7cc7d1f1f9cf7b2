using System.Text.Json;
using BnnMl.Search;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;

namespace BnnMl.AutoML.Tests;

public sealed class SearchSpaceConversionTests
{
    static readonly Dictionary<string, Search.SearchSpace> Known = new()
    {
        ["images"] = new(new MapShape(1, 28, 28), 10, new SearchSpaceOptions { MaxBytes = 30_000, MaxMacs = 2_000_000 }),
        ["table"] = new(MapShape.Features(64), 10),
        ["every range"] = new(MapShape.Features(20), 3, new SearchSpaceOptions
        {
            DenseWidth = new ParameterRange.Whole(1, 300),
            DenseLayers = 3,
            Losses = new ParameterRange.Choice("mhl"),
            Margin = new ParameterRange.LogWhole(1, 1000),
            TrainingBitErrorRate = new ParameterRange.Real(0, 0.3),
            LearningRate = new ParameterRange.LogReal(0.0001, 1),
            MaxBytes = 4_000,
        }),
    };

    public static TheoryData<string> Spaces { get; } = new(Known.Keys);

    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_repaired_genome_comes_back_as_it_was(string name)
    {
        var space = Known[name];
        Assert.All(Enumerable.Range(0, 100), id =>
        {
            var genome = space.FromUnit(Point(space.Genes.Length, id));
            Assert.Equal(genome, space.ToGenome(space.ToParameter(genome)));
        });
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Whatever_a_tuner_samples_is_a_candidate_within_the_limits(string name)
    {
        var (space, converted) = (Known[name], Known[name].ToAutoML());
        var corners = new[] { 0, 0.5, 1 }.Select(place => Enumerable.Repeat(place, converted.FeatureSpaceDim).ToArray());
        Assert.All(corners.Concat(Enumerable.Range(0, 100).Select(id => Point(converted.FeatureSpaceDim, id))), point =>
        {
            var genome = space.ToGenome(converted.SampleFromFeatureSpace(point));
            Assert.True(space.Contains(genome), $"{genome}");
            Assert.Equal(space.Decode(genome), space.ToCandidate(space.ToParameter(genome)));
        });
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_genome_has_a_place_in_the_converted_space_that_samples_to_it(string name)
    {
        var (space, converted) = (Known[name], Known[name].ToAutoML());
        Assert.All(Enumerable.Range(0, 100), id =>
        {
            var genome = space.FromUnit(Point(space.Genes.Length, id));
            var place = converted.MappingToFeatureSpace(space.ToParameter(genome));
            Assert.All(place, x => Assert.InRange(x, 0, 1));
            var inside = place.Select(x => Math.Clamp(x + 1e-6, 0, 1)).ToArray(); // a choice's place is the lower edge of its cell, which rounding may miss
            Assert.Equal(genome, space.ToGenome(converted.SampleFromFeatureSpace(inside)));
        });
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_parameter_survives_JSON_as_checkpoints_and_logs_write_it(string name)
    {
        var space = Known[name];
        var genome = space.FromUnit(Point(space.Genes.Length, 3));
        var read = JsonSerializer.Deserialize<Parameter>(JsonSerializer.Serialize(space.ToParameter(genome)))!;
        Assert.Equal(genome, space.ToGenome(read));
    }

    [Fact]
    public void A_gene_of_a_single_value_is_left_out_and_few_values_are_choices_in_order()
    {
        var converted = Known["every range"].ToAutoML();
        Assert.DoesNotContain("loss", converted.Keys);
        Assert.Equal(typeof(UniformIntOption), converted["dense1.width"].GetType());
        var stages = Assert.IsType<ChoiceOption>(Known["images"].ToAutoML()["stages"]);
        Assert.Equal([1, 2, 3], stages.Choices.Select(choice => choice.AsType<int>()));
        var channels = Assert.IsType<ChoiceOption>(Known["images"].ToAutoML()["stage1.channels"]);
        Assert.Equal([8, 12, 16, 24, 32, 48, 64], channels.Choices.Select(choice => choice.AsType<double>()));
    }

    [Fact]
    public void A_parameter_of_another_space_is_refused_with_the_gene_it_lacks()
    {
        var error = Assert.Throws<ArgumentException>(() => Known["images"].ToGenome(Known["table"].ToAutoML().SampleFromFeatureSpace(new double[Known["table"].ToAutoML().FeatureSpaceDim])));
        Assert.Contains("The parameter has no \"stages\" (int 1..3)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("learning_rate", 7.0)]
    [InlineData("train_ber", 0.31)]
    [InlineData("dense1.width", 301.0)]
    public void A_value_outside_its_range_is_refused(string gene, double value)
    {
        var space = Known["every range"];
        var parameter = space.ToParameter(space.FromUnit(Point(space.Genes.Length, 1)));
        parameter[gene] = Parameter.FromDouble(value);
        Assert.ThrowsAny<ArgumentException>(() => space.ToGenome(parameter));
    }

    static double[] Point(int dimensions, int id) => [.. Enumerable.Range(0, dimensions).Select(i => new AskAddress(11, id, 0).Uniform(i))];
}
