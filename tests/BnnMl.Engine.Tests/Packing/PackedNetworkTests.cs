namespace BnnMl.Engine.Tests.Packing;

public class PackedNetworkTests
{
    static readonly NetworkSpec Spec = NetworkSpec.Parse("FC3", MapShape.Features(65), 2);

    static readonly PackedNetwork Network = RandomNetwork.Of(Spec, seed: 1);

    [Fact]
    public void A_layer_with_the_wrong_number_of_words_or_thresholds_is_refused_by_name()
    {
        var plan = Spec.Plan()[0];
        Assert.StartsWith("fc1 needs 6 weight words, but 5", Assert.Throws<ArgumentException>(() => new PackedLayer(plan, new ulong[5], new int[3])).Message, StringComparison.Ordinal);
        Assert.StartsWith("fc1 needs 3 thresholds, but 2", Assert.Throws<ArgumentException>(() => new PackedLayer(plan, new ulong[6], new int[2])).Message, StringComparison.Ordinal);
        Assert.StartsWith("output needs 0 thresholds, but 2", Assert.Throws<ArgumentException>(() => new PackedLayer(Spec.Plan()[1], new ulong[2], new int[2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weight_bits_beyond_the_fan_in_are_refused_with_their_unit()
    {
        var weights = new ulong[6];
        weights[3] = 2; // unit 1, second word, of which one bit is used
        Assert.StartsWith("fc1, unit 1: weight bits beyond the fan-in of 65", Assert.Throws<ArgumentException>(() => new PackedLayer(Spec.Plan()[0], weights, new int[3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_threshold_is_refused_where_its_code_does_not_fit_its_bits()
    {
        var plan = Spec.Plan()[0]; // ZMax 16,575: 16 bits
        var most = (1 << plan.ThresholdBits) - 1 - plan.ZMax;
        Assert.Equal(most, new PackedLayer(plan, new ulong[6], [-plan.ZMax, 0, most]).Thresholds[2]);
        Assert.Throws<ArgumentException>(() => new PackedLayer(plan, new ulong[6], [0, 0, most + 1]));
        Assert.Throws<ArgumentException>(() => new PackedLayer(plan, new ulong[6], [0, 0, -plan.ZMax - 1]));
        Assert.Throws<ArgumentException>(() => new PackedLayer(plan, new ulong[6], [0, 0, int.MinValue]));
    }

    [Fact]
    public void Parts_that_do_not_belong_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Network.With(layers: [Network.Layers[1], Network.Layers[0]]));
        Assert.Throws<ArgumentException>(() => new PackedNetwork(Spec, InputEncoding.Pixels, Network.Layers, new float[3], new float[2]));
        Assert.Throws<ArgumentException>(() => new PackedNetwork(Spec, InputEncoding.Pixels, Network.Layers, [1, float.NaN], new float[2]));
        Assert.Throws<ArgumentException>(() => new PackedNetwork(Spec, new InputEncoding([0f, 0f], [1f, 1f], 0), Network.Layers, new float[2], new float[2]));
        Assert.Throws<ArgumentException>(() => new PackedNetwork(Spec.WithInput(MapShape.Features(64), 2), InputEncoding.Pixels, Network.Layers, new float[2], new float[2]));
    }

    [Fact]
    public void With_keeps_what_is_not_replaced()
    {
        var named = Network.With(metadata: new Dictionary<string, string> { ["loss"] = "ce" });
        Assert.Same(Network.Layers[0], named.Layers[0]);
        Assert.Equal("ce", named.With(layers: Network.Layers).Metadata["loss"]);
        Assert.Empty(Network.Metadata);
    }
}
