using Google.Protobuf;

namespace BnnMl.Benchmarks.Tests;

[Trait("Category", "Native")]
public sealed class IntegerGraphTests
{
    const int Samples = 70;

    public static TheoryData<string, int, int, int> Networks => new()
    {
        { "C5-MP2-C7-MP2-FC9", 1, 13, 12 },
        { "C16v-C9k5-MP2-FC33", 3, 12, 11 },
        { "C8-D6-MP2-FC20-FC5", 2, 8, 8 },
        { "FC65-FC63", 70, 1, 1 },
        { "C12-MP2", 1, 9, 9 },
        { "", 13, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Both_graphs_give_the_engines_scores_bit_for_bit(string notation, int channels, int height, int width)
    {
        var network = RandomNetwork.Of(notation, new(channels, height, width), classes: 4, seed: 3);
        var data = RandomNetwork.Inputs(network.Spec.Input, 4, Samples, seed: 5);
        var scores = new PackedClassifier(network, data, threads: 1).Scores();
        using var integer = RuntimePeers.Integer(network, data, scores, threads: 1);
        using var floats = RuntimePeers.Float(network, data, scores, threads: 2);
        Assert.StartsWith("int8, not spinning", integer.Quickest(0).Name, StringComparison.Ordinal); // throws where scores differ
        Assert.StartsWith("float32, ", floats.Quickest(0).Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_that_differ_are_refused()
    {
        var network = RandomNetwork.Of("FC9", MapShape.Features(20), classes: 3, seed: 3);
        var data = RandomNetwork.Inputs(network.Spec.Input, 3, Samples, seed: 5);
        var scores = new PackedClassifier(network, data, threads: 1).Scores();
        scores[Samples - 1, 2] = float.BitIncrement(scores[Samples - 1, 2]);
        using var peers = RuntimePeers.Integer(network, data, scores, threads: 1);
        Assert.Contains("differ", Assert.Throws<InvalidOperationException>(() => { peers.Quickest(0); }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patched_session_has_the_engines_accuracy()
    {
        var network = RandomNetwork.Of("C16-MP2-FC40", new(1, 8, 8), classes: 5, seed: 3);
        var data = RandomNetwork.Inputs(network.Spec.Input, 5, Samples, seed: 5);
        var (classifier, sessions, errors) = (new PackedClassifier(network, data, threads: 1), new PatchedSessions(network, data), BitErrorModel.Symmetric(0.2));
        double[] expected = [.. Enumerable.Range(0, 4).Select(chip => classifier.Accuracy(errors, new(chip), default))];
        Assert.Equal(expected, Enumerable.Range(0, 4).Select(chip => sessions.Accuracy(errors, new(chip), new(1, false, 32))));
        Assert.True(expected.Distinct().Count() > 1, "all chips have one accuracy, which shows nothing");
    }

    [Fact]
    public void Weights_are_stored_as_8_bits()
    {
        var network = RandomNetwork.Of("C16-MP2-FC40", new(1, 8, 8), classes: 5, seed: 3);
        Assert.True(IntegerGraph.Of(network).ToByteArray().Length > network.Spec.WeightBits);
    }
}
