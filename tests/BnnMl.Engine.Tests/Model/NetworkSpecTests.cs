namespace BnnMl.Engine.Tests.Model;

public class NetworkSpecTests
{
    static readonly MapShape Digits = new(1, 28, 28);

    [Fact]
    public void Presets_have_the_literatures_sizes()
    {
        Assert.Equal((6_480_448, 14_119_936), (NetworkSpec.Vgg3.WeightBits, NetworkSpec.Vgg3.Macs));
        Assert.Equal((12_973_440, 615_917_568), (NetworkSpec.Vgg7.WeightBits, NetworkSpec.Vgg7.Macs));
        Assert.Equal(1_542_848, NetworkSpec.Cnv.WeightBits);
        Assert.Equal(5_820_416, NetworkSpec.Fc.WeightBits);
    }

    [Fact]
    public void Memory_counts_weights_thresholds_scales_and_biases()
    {
        // thresholds: 13 bits for 9·255, 11 for 576, 13 for 3,136; 64 bits of scale and bias per class
        var bits = 6_480_448 + (64 * 13) + (64 * 11) + (2048 * 13) + (10 * 64);
        Assert.Equal((bits + 7) / 8, NetworkSpec.Vgg3.Bytes);
        Assert.Equal(14_119_936 - (9 * 64 * 784), NetworkSpec.Vgg3.Bops);
    }

    [Fact]
    public void A_plan_says_what_each_layer_reads_and_makes()
    {
        var plan = NetworkSpec.Parse("C7-D58-MP2-C9k1-C3v-FC130", new(3, 9, 8), 5).Plan();
        Assert.Equal(["conv1", "conv2", "conv3", "conv4", "fc1", "output"], plan.Select(layer => layer.Name));
        Assert.Equal([0, 1, 2, 3, 4, 5], plan.Select(layer => layer.Index));
        Assert.Equal([27, 63, 65, 81, 12, 130], plan.Select(layer => layer.FanIn)); // 65 = 7 ∥ 58 channels; 12 = 3 channels of 2×2
        Assert.Equal([1, 1, 2, 2, 1, 3], plan.Select(layer => layer.WordsPerUnit));
        Assert.Equal(new MapShape(65, 4, 4), plan[1].Output); // an odd last row is dropped
        Assert.Equal(new MapShape(58, 9, 8), plan[1].Units);
        Assert.Equal([27 * 255, 63, 65, 81, 12, 130], plan.Select(layer => layer.ZMax));
        Assert.Equal([1, 1, 0, 0, 0, 0], plan.Select(layer => layer.Padding));
        Assert.Equal(LayerKind.Output, plan[^1].Kind);
        Assert.Equal(0, plan[^1].ThresholdBits);
    }

    [Theory]
    [InlineData(1, 2)] // T in −1…2: 4 codes
    [InlineData(2, 3)] // 6 codes
    [InlineData(3, 3)] // 8 codes
    [InlineData(4, 4)] // 10 codes
    [InlineData(3136, 13)]
    public void A_threshold_takes_the_bits_of_all_its_2K_plus_2_values(int fanIn, int bits) =>
        Assert.Equal(bits, NetworkSpec.Parse($"FC{fanIn}-FC1", MapShape.Features(1), 2).Plan()[1].ThresholdBits);

    [Theory]
    [InlineData("C64", "C64")]
    [InlineData("c64k5-mp2-d16-fc8", "C64k5-MP2-D16-FC8")]
    [InlineData("C8v-C8k1v-D4k1-MP2", "C8v-C8k1v-D4k1-MP2")]
    [InlineData(" C8k3 - FC2 ", "C8-FC2")]
    [InlineData("", "")]
    [InlineData("vgg3", "C64-MP2-C64-MP2-FC2048")]
    [InlineData("FC", "FC2048-FC2048")]
    public void Notation_is_read_and_written(string notation, string written)
    {
        var spec = NetworkSpec.Parse(notation, Digits, 10);
        Assert.Equal(written, spec.ToString());
        Assert.Equal(spec, NetworkSpec.Parse(written, Digits, 10));
    }

    [Fact]
    public void Specs_are_equal_by_value()
    {
        var spec = NetworkSpec.Parse("C64-MP2-C64-MP2-FC2048", Digits, 10);
        Assert.Equal(NetworkSpec.Vgg3, spec);
        Assert.Equal(NetworkSpec.Vgg3.GetHashCode(), spec.GetHashCode());
        Assert.NotEqual(spec, NetworkSpec.Parse("C64v-MP2-C64-MP2-FC2048", Digits, 10));
        Assert.NotEqual(spec, spec.WithInput(Digits, 11));
        Assert.NotEqual(spec, spec.WithInput(new(1, 28, 27), 10));
        Assert.Equal(spec, spec.WithInput(new(3, 32, 32), 7).WithInput(Digits, 10));
    }

    [Theory]
    [InlineData("C64-X8", "\"X8\" in network")]
    [InlineData("C64--FC8", "\"\" in network")]
    [InlineData("C64k33", "is not a layer")]
    [InlineData("FC8v", "is not a layer")]
    [InlineData("VGG3-FC8", "\"VGG3\" in network")]
    public void Text_that_is_not_notation_is_refused_by_its_part(string notation, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => NetworkSpec.Parse(notation, Digits, 10)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("C64-MP2-C64-MP2-C64-MP2-C64-MP2-C64-MP2", "Layer 9 (C64)-MP2: pooling would shrink the 1x1 map below 1")]
    [InlineData("D16-FC8", "Layer 1 (D16): the first layer reads 8-bit inputs")]
    [InlineData("FC8-C8", "Layer 2 (C8): a convolution can't follow a dense layer")]
    [InlineData("MP2-C8", "Layer 1 (MP2): max-pooling needs a convolution directly before it")]
    [InlineData("C8-MP2-MP2", "Layer 3 (MP2): max-pooling needs a convolution")]
    [InlineData("FC8-MP2", "Layer 2 (MP2): max-pooling needs a convolution")]
    [InlineData("C8-MP2-C8-MP2-C8-MP2-C8-MP2-C8v", "Layer 9 (C8v): its input is 8 features, too small for a 3x3 kernel without padding")]
    [InlineData("C65536-FC65536", "Layer 1 (C65536): its map of 65536x28x28 has more than")]
    [InlineData("C8-FC65536-FC65536", "Layer 3 (FC65536): 4,294,967,296 weights are too many")]
    [InlineData("C6000-FC8", "Layer 2 (FC8): 4704000 inputs per unit are too many")]
    public void Layers_that_cannot_follow_one_another_are_refused_by_name(string notation, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => NetworkSpec.Parse(notation, Digits, 10)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("C0", "\"C0\" in network \"C0\" has 0 units")]
    [InlineData("C8-FC65537", "\"FC65537\" in network \"C8-FC65537\" has 65537 units")]
    [InlineData("FC99999999999", "\"FC99999999999\" in network \"FC99999999999\" has 99999999999 units")]
    [InlineData("C8k2", "\"C8k2\" in network \"C8k2\" has a kernel of 2x2")]
    [InlineData("C8-D8k7", "\"D8k7\" in network \"C8-D8k7\" has a kernel of 7x7")]
    public void Counts_and_kernels_outside_their_range_are_refused_as_written(string notation, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => NetworkSpec.Parse(notation, Digits, 10)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_no_network_can_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NetworkSpec.Parse("FC8", Digits, 1));
        Assert.Throws<ArgumentException>(() => new NetworkSpec(default, [], 2));
        Assert.Throws<ArgumentException>(() => NetworkSpec.Parse(string.Join('-', Enumerable.Repeat("FC1", 257)), Digits, 2));
        Assert.Throws<ArgumentException>(() => new LayerSpec.Convolution(8, valid: true, concatenate: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerSpec.Convolution(8, kernel: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerSpec.Dense(0));
        Assert.Equal(256, NetworkSpec.Parse(string.Join('-', Enumerable.Repeat("FC1", 256)), Digits, 2).Layers.Length);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 65536, 65536)]
    [InlineData(4097, 64, 64)]
    public void A_map_without_or_with_too_many_values_is_refused(int channels, int height, int width) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MapShape(channels, height, width));
}
