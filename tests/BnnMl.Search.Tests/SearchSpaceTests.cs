namespace BnnMl.Search.Tests;

public sealed class SearchSpaceTests
{
    public static TheoryData<SearchSpace> Spaces => new(
        SampleStudy.Space,
        new SearchSpace(new MapShape(1, 28, 28), 10),
        new SearchSpace(new MapShape(3, 32, 32), 100, new SearchSpaceOptions { MaxBytes = 20_000, MaxBops = 500_000, MaxMacs = 5_000_000 }),
        new SearchSpace(new MapShape(1, 3, 5), 2, new SearchSpaceOptions { Stages = new ParameterRange.Whole(1, 5), MaxBytes = 400 }),
        new SearchSpace(new MapShape(1, 1, 9), 2, new SearchSpaceOptions { Stages = new ParameterRange.Whole(0, 2), Concatenation = false }),
        new SearchSpace(MapShape.Features(64), 10, new SearchSpaceOptions { MaxBytes = 2_000, Losses = new("ce") }));

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Every_point_of_the_cube_is_a_valid_network_within_the_limits(SearchSpace space)
    {
        foreach (var genome in RandomGenomes(space, 150))
        {
            var network = space.Decode(genome).Network;
            Assert.True(space.Contains(genome));
            Assert.True(network.Bytes <= (space.Options.MaxBytes ?? long.MaxValue), $"{network}: {network.Bytes}");
            Assert.True(network.Bops <= (space.Options.MaxBops ?? long.MaxValue), $"{network}: {network.Bops}");
            Assert.True(network.Macs <= (space.Options.MaxMacs ?? long.MaxValue), $"{network}: {network.Macs}");
            Assert.Equal(network, NetworkSpec.Parse(network.ToString(), space.Input, space.Classes));
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_repaired_genome_survives_the_way_to_the_cube_and_back(SearchSpace space)
    {
        foreach (var genome in RandomGenomes(space, 80))
        {
            Assert.Equal(genome, space.Repair(genome));
            Assert.Equal(genome, space.FromUnit(space.ToUnit(genome)));
        }
    }

    [Fact]
    public void The_default_space_reaches_many_different_architectures()
    {
        var networks = RandomGenomes(SampleStudy.Space, 400).Select(genome => $"{SampleStudy.Space.Decode(genome).Network}").ToArray();
        Assert.True(networks.Distinct().Count() > 300);
        Assert.Contains(networks, network => network.Contains('D', StringComparison.Ordinal));
        Assert.Contains(networks, network => network.Contains("k5", StringComparison.Ordinal));
        Assert.Contains(networks, network => !network.Contains("FC", StringComparison.Ordinal));
    }

    [Fact]
    public void Repair_keeps_as_much_of_the_network_as_the_limit_allows()
    {
        var sizes = RandomGenomes(SampleStudy.Space, 400).Select(genome => SampleStudy.Space.Decode(genome).Network.Bytes).ToArray();
        Assert.True(sizes.Max() > 95_000, "no network near the limit of 102,400 bytes");
    }

    [Fact]
    public void A_limit_that_no_network_keeps_is_refused_with_the_smallest_one()
    {
        var error = Assert.Throws<ArgumentException>(() => new SearchSpace(new MapShape(1, 28, 28), 10, new SearchSpaceOptions { MaxBytes = 100 }));
        Assert.Contains("The smallest network of the space, C8-", error.Message, StringComparison.Ordinal);
        Assert.Contains("Raise the limits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_options_are_refused_by_name()
    {
        void Refused(string name, SearchSpaceOptions options) =>
            Assert.Contains(name, Assert.Throws<ArgumentException>(() => new SearchSpace(new MapShape(1, 28, 28), 10, options)).Message, StringComparison.Ordinal);
        Refused("Kernels", new SearchSpaceOptions { Kernels = new ParameterRange.Whole(3, 7) });
        Refused("Channels", new SearchSpaceOptions { Channels = new ParameterRange.Whole(0, 7) });
        Refused("Losses", new SearchSpaceOptions { Losses = new("hinge") });
        Refused("DenseLayers", new SearchSpaceOptions { DenseLayers = 9 });
        Refused("TrainingBitErrorRate", new SearchSpaceOptions { TrainingBitErrorRate = new ParameterRange.Real(0, 1) });
        Refused("limits", new SearchSpaceOptions { MaxBytes = 0 });
    }

    [Fact]
    public void Genomes_of_another_space_are_refused()
    {
        var other = new SearchSpace(MapShape.Features(64), 10);
        var genome = other.FromUnit(new double[other.Genes.Length]);
        Assert.False(SampleStudy.Space.Contains(genome));
        Assert.Throws<ArgumentException>(() => SampleStudy.Space.Decode(genome));
        Assert.Throws<ArgumentException>(() => other.FromUnit(new double[3]));
    }

    [Fact]
    public void A_candidate_survives_the_way_to_its_line_of_JSON_and_back()
    {
        foreach (var candidate in RandomGenomes(SampleStudy.Space, 100).Select(SampleStudy.Space.Decode))
        {
            var json = candidate.ToJson();
            Assert.DoesNotContain('\n', json);
            Assert.Equal(candidate, Candidate.FromJson(json));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"network":"X1","input":[1,28,28],"classes":10,"loss":"ce","train_ber":0,"learning_rate":1}""")]
    [InlineData("""{"network":"C8","input":[1,28],"classes":10,"loss":"ce","train_ber":0,"learning_rate":1}""")]
    [InlineData("""{"network":"C8","input":[1,28,28],"classes":10,"loss":"hinge","train_ber":0,"learning_rate":1}""")]
    [InlineData("""{"network":null,"input":[1,28,28],"classes":10,"loss":"ce","train_ber":0,"learning_rate":1}""")]
    public void Text_that_is_no_candidate_is_refused(string json) => Assert.Throws<InvalidDataException>(() => Candidate.FromJson(json));

    static IEnumerable<Genome> RandomGenomes(SearchSpace space, int count) => Enumerable.Range(0, count).Select(trial =>
        space.FromUnit([.. Enumerable.Range(0, space.Genes.Length).Select(i => new AskAddress(5, trial, 0).Uniform(i))]));
}
