namespace BnnMl.Tests.Inference;

[Trait("Category", "Kernels")]
public class PredictorTests
{
    const int Inputs = 3;

    /// <summary>Odd maps, channel counts around a word, every kernel and kind of layer. Shape, classes, notation.</summary>
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
        { "20 features", "FC64-FC65-FC1-FC63", 3 },
        { "784 features", "FC130", 10 },
        { "1 features", "FC3", 2 },
        { "64 features", "", 17 },
        { "3x5x4", "", 2 },
        { "2x6x5", "FC40", 8 },
    };

    internal static NetworkSpec Spec(string shape, string notation, int classes)
    {
        var sides = shape.Replace(" features", "x1x1", StringComparison.Ordinal).Split('x').Select(int.Parse).ToArray();
        return NetworkSpec.Parse(notation, new MapShape(sides[0], sides[1], sides[2]), classes);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_kernel_equals_the_reference_in_every_hidden_bit_and_score(string shape, string notation, int classes)
    {
        for (var seed = 0; seed < 3; seed++)
            AssertEqualsReference(RandomNetwork.Of(Spec(shape, notation, classes), seed), seed);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_kernel_equals_the_reference_where_inputs_are_encoded_per_feature_around_128(string shape, string notation, int classes)
    {
        var spec = Spec(shape, notation, classes);
        var ranges = Enumerable.Range(0, spec.Input.Length).Select(i => 0.5f + i).ToArray();
        AssertEqualsReference(RandomNetwork.Of(spec, 7, new InputEncoding(ranges, ranges, zeroPoint: 128)), 7);
    }

    static void AssertEqualsReference(PackedNetwork network, int seed)
    {
        var inputs = RandomNetwork.Inputs(network.Spec.Input, network.Spec.Classes, Inputs, seed);
        var predictors = KernelSelector.AvailableSets.Select(set => (set, new Predictor(network, set, block: 1))).ToArray();
        for (var i = 0; i < Inputs; i++)
        {
            var expected = ReferenceNetwork.Run(network, inputs.Row(i));
            foreach (var (set, predictor) in predictors)
                Agreement.AssertEqual(expected, predictor, inputs.Row(i), $"{network.Spec} of {network.Spec.Input}, {set}, seed {seed}, input {i}");
        }
    }
}
