namespace BnnMl.Engine.Tests.Packing;

/// <summary>Files that earlier programs wrote are read for ever and mean what they meant, bit errors included (tests/golden/README.md says where they come from).</summary>
[Trait("Category", "Golden")]
public class GoldenFileTests
{
    const FlipTargets Everything = FlipTargets.Weights | FlipTargets.Activations | FlipTargets.Thresholds;

    static readonly PackedNetwork Network = PackedNetworkFile.Read(Path.Combine(Machine.RepositoryRoot, "tests", "golden", "v1.bnn"));

    static readonly byte[] Input = [.. Enumerable.Range(0, 144).Select(i => (byte)((i * 37) + 11))];

    [Fact]
    public void A_file_of_version_1_holds_what_was_written()
    {
        Assert.Equal(NetworkSpec.Parse("C8-D7-MP2-C9k5-C70v-FC33", new(2, 9, 8), 4), Network.Spec);
        Assert.Equal((100, 144, 143 / 8f, 2.25f), (Network.Encoding.ZeroPoint, Network.Encoding.Offsets.Length, Network.Encoding.Offsets[143], Network.Encoding.Scales[143]));
        Assert.Equal("a, ä, 日本, 🦆", Network.Metadata["classes"]);
    }

    [Fact]
    public void Its_scores_are_those_recorded()
    {
        var scores = new float[4];
        new Predictor(Network).Scores(Input, scores);
        Assert.Equal([2.9254885f, 0.9588289f, 5.5054655f, 4.174465f], scores);
    }

    [Theory]
    [InlineData(ErrorLifetime.Persistent, -3.5959647f, 7.73644f, 1.4779586f, 4.174465f)]
    [InlineData(ErrorLifetime.Transient, 1.2951251f, -2.4299767f, 3.491712f, 1.1833208f)]
    public void Its_scores_on_a_chip_are_those_recorded(ErrorLifetime lifetime, float score0, float score1, float score2, float score3)
    {
        var errors = BitErrorModel.Asymmetric(0.05, 0.1) with { Targets = Everything, Lifetime = lifetime };
        var scores = new float[4];
        new Predictor(BitFlips.Apply(Network, errors, new Chip(101, 7), sample: 3)).Scores(Input, errors, new Chip(101, 7), sample: 3, scores);
        Assert.Equal([score0, score1, score2, score3], scores);
    }
}
