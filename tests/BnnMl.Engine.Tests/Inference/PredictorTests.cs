namespace BnnMl.Engine.Tests.Inference;

[Trait("Category", "Kernels")]
public class PredictorTests
{
    /// <summary>Odd maps, channel counts around a word, every kernel and kind of layer. Shape, notation, classes.</summary>
    public static TheoryData<string, string, int> Networks => new()
    {
        { "1x8x8", "C1-C63-MP2-C64-FC65", 3 },
        { "1x9x7", "C65-MP2-C1-FC1", 2 },
        { "3x7x9", "C64k5-C65k5-MP2-FC10", 4 },
        { "2x6x6", "C63k1-C64k1-MP2-C5v", 10 },
        { "3x9x9", "C64v-C65v-MP2-FC64", 7 },
        { "1x11x6", "C17-D16-D63-MP2-D1k1-FC33", 5 },
        { "4x5x5", "C64-D64-MP2-D65k5", 9 },
        { "5x1x1", "C7-D9-FC3", 2 },
        { "1x2x2", "C8-MP2", 3 },
        { "1x1x13", "C16k1-C16-FC9", 3 },
        { "130x3x3", "C20-C9k1v", 3 },
        { "1x5x3", "C128-C128k1-MP2-FC128", 3 },
        { "20x1x1", "FC64-FC65-FC1-FC63", 3 },
        { "784x1x1", "FC130", 10 },
        { "1x1x1", "FC3", 2 },
        { "64x1x1", "", 17 },
        { "3x5x4", "", 2 },
        { "2x6x5", "FC40", 8 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_kernel_equals_the_reference_in_every_hidden_bit_and_score(string shape, string notation, int classes)
    {
        for (var seed = 0; seed < 3; seed++)
            AssertEqualsReference(RandomNetwork.Of(Spec(shape, notation, classes), seed), seed, inputs: 2);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_kernel_equals_the_reference_where_inputs_are_encoded_per_feature_around_128(string shape, string notation, int classes)
    {
        var spec = Spec(shape, notation, classes);
        var ranges = Enumerable.Range(0, spec.Input.Length).Select(i => 0.5f + i).ToArray();
        AssertEqualsReference(RandomNetwork.Of(spec, 7, new InputEncoding(ranges, ranges, zeroPoint: 128)), 7, inputs: 2);
    }

    [Theory]
    [InlineData("FC", "1x28x28")]
    [InlineData("VGG3", "1x28x28")]
    [InlineData("CNV", "3x32x32")]
    public void Presets_equal_the_reference(string notation, string shape) => AssertEqualsReference(RandomNetwork.Of(Spec(shape, notation, 10), 11), 11, inputs: 1);

    [Theory]
    [InlineData("1x6x6", "C16-MP2-D8-FC20")]
    [InlineData("9x1x1", "FC70-FC8")]
    [InlineData("9x1x1", "")]
    public void Loading_another_network_equals_a_new_predictor(string shape, string notation)
    {
        var (first, second) = (RandomNetwork.Of(Spec(shape, notation, 3), 1), RandomNetwork.Of(Spec(shape, notation, 3), 2));
        var input = RandomNetwork.Inputs(first.Spec.Input, 3, 1, 5).Row(0);
        foreach (var set in KernelSelector.AvailableSets)
        {
            var predictor = new Predictor(first, set, block: 1);
            predictor.Load(second);
            Agreement.AssertEqual(ReferenceNetwork.Run(second, input), predictor, input, $"{set} after loading");
        }

        Assert.Throws<ArgumentException>(() => new Predictor(first).Load(RandomNetwork.Of(Spec(shape, notation, 4), 1)));
    }

    [Theory]
    [InlineData("1x6x6", "C16-MP2-D8-FC20")]
    [InlineData("9x1x1", "FC70-FC8")]
    [InlineData("9x1x1", "")]
    public void Nothing_is_allocated_after_warming_up(string shape, string notation)
    {
        var (network, errors) = (RandomNetwork.Of(Spec(shape, notation, 3), 1), BitErrorModel.Symmetric(0.1) with { Targets = FlipTargets.Weights | FlipTargets.Activations | FlipTargets.Thresholds });
        var (predictor, input, scores) = (new Predictor(network), RandomNetwork.Inputs(network.Spec.Input, 3, 1, 5).Row(0).ToArray(), new float[3]);
        Work(predictor, network, errors, input, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Work(predictor, network, errors, input, scores);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        var predictor = new Predictor(RandomNetwork.Of(Spec("1x4x4", "C8", 3), 1));
        Assert.Throws<ArgumentException>(() => predictor.Scores(new byte[15], new float[3]));
        Assert.Throws<ArgumentException>(() => predictor.Scores(new byte[16], new float[2]));
        Assert.Throws<ArgumentException>(() => predictor.Predict(new byte[17]));
    }

    [Fact]
    public void The_first_of_equal_scores_is_predicted()
    {
        var network = RandomNetwork.Of(Spec("4x1x1", "", 5), 1);
        var output = network.Layers[0];
        var equal = new PackedNetwork(network.Spec, network.Encoding, [new PackedLayer(output.Plan, [0, 3, 3, 3, 0], [])], [1, 1, 1, 1, 1], [0, 0, 0, 0, 0]);
        Assert.Equal(1, new Predictor(equal).Predict([9, 8, 0, 0]));
    }

    static void Work(Predictor predictor, PackedNetwork network, BitErrorModel errors, byte[] input, float[] scores)
    {
        predictor.Scores(input, scores);
        predictor.Scores(input, errors, new Chip(3), 4, scores);
        predictor.Predict(input);
        predictor.Load(network);
        predictor.LoadCorrupted(network, errors, new Chip(3), 4);
    }

    static NetworkSpec Spec(string shape, string notation, int classes)
    {
        var sides = shape.Split('x').Select(int.Parse).ToArray();
        return NetworkSpec.Parse(notation, new MapShape(sides[0], sides[1], sides[2]), classes);
    }

    static void AssertEqualsReference(PackedNetwork network, int seed, int inputs)
    {
        var data = RandomNetwork.Inputs(network.Spec.Input, network.Spec.Classes, inputs, seed);
        var predictors = KernelSelector.AvailableSets.Select(set => (set, new Predictor(network, set, block: 1))).ToArray();
        for (var i = 0; i < inputs; i++)
        {
            var expected = ReferenceNetwork.Run(network, data.Row(i));
            foreach (var (set, predictor) in predictors)
                Agreement.AssertEqual(expected, predictor, data.Row(i), $"{network.Spec} of {network.Spec.Input}, {set}, seed {seed}, input {i}");
        }
    }
}
