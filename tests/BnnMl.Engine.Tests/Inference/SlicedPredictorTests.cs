using BnnMl.Engine.Tests.Kernels;

namespace BnnMl.Engine.Tests.Inference;

[Trait("Category", "Kernels")]
public class SlicedPredictorTests
{
    static readonly Chip Chip = new(100, 7);

    /// <summary>Shape, notation, classes, samples: maps and channels of odd sizes, every kernel and kind of layer, fan-ins around a segment, blocks that are full and not.</summary>
    public static TheoryData<string, string, int, int> Networks => new()
    {
        { "1x8x8", "C1-C63-MP2-C64-FC65", 3, 70 },
        { "1x9x7", "C65-MP2-C1-FC1", 2, 3 },
        { "3x7x9", "C64k5-C65k5-MP2-FC10", 4, 65 },
        { "2x6x6", "C63k1-C64k1-MP2-C5v", 10, 64 },
        { "3x9x9", "C64v-C65v-MP2-FC64", 7, 33 },
        { "1x11x6", "C17-D16-D63-MP2-D1k1-FC33", 5, 130 },
        { "4x5x5", "C64-D64-MP2-D65k5", 9, 20 },
        { "5x1x1", "C7-D9-FC3", 2, 1 },
        { "1x2x2", "C8-MP2", 3, 9 },
        { "1x1x13", "C16k1-C16-FC9", 3, 63 },
        { "130x3x3", "C20-C9k1v", 3, 12 },
        { "1x5x3", "C128-C43k1-C140-MP2-FC129", 3, 40 },
        { "20x1x1", "FC64-FC65-FC1-FC63", 3, 500 },
        { "784x1x1", "FC383-FC384-FC385-FC5", 10, 16 },
        { "1x1x1", "FC3", 2, 64 },
        { "31x1x1", "FC1030-FC3", 3, 5 },
        { "1x9x7", "C8-C3", 3, 70 },
        { "1x10x7", "C12-MP2-FC3", 3, 66 },
        { "1x10x7", "C13-MP2-FC3", 3, 66 },
        { "2x7x9", "C12-MP2-FC3", 3, 20 },
        { "1x7x7", "C11k5-MP2-FC3", 3, 20 },
        { "3x6x5", "C10k1-MP2-FC3", 3, 129 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_kernel_and_width_equals_the_reference_in_every_bit_and_score(string shape, string notation, int classes, int samples)
    {
        var network = RandomNetwork.Of(Spec(shape, notation, classes), samples, new InputEncoding([0], [1], zeroPoint: (byte)(3 * samples)));
        var data = RandomNetwork.Inputs(network.Spec.Input, classes, samples, samples);
        var expected = Enumerable.Range(0, samples).Select(i => ReferenceNetwork.Run(network, data.Row(i))).ToArray();
        ForEachForm(network, (predictor, layers, what) => AssertEqual(expected, predictor, layers, data, null, what));
    }

    [Theory]
    [InlineData("2x7x6", "C17-MP2-D9k1-FC70-FC33", ErrorLifetime.Persistent)]
    [InlineData("2x7x6", "C17-MP2-D9k1-FC70-FC33", ErrorLifetime.Transient)]
    [InlineData("1x5x5", "C8v-C3-MP2", ErrorLifetime.Persistent)]
    [InlineData("1x5x5", "C8v-C3-MP2", ErrorLifetime.Transient)]
    public void Flipped_activations_equal_those_of_the_reference(string shape, string notation, ErrorLifetime lifetime)
    {
        const int Samples = 67;
        var network = RandomNetwork.Of(Spec(shape, notation, 4), 1);
        var data = RandomNetwork.Inputs(network.Spec.Input, 4, Samples, 2);
        foreach (var rates in new[] { BitErrorModel.Symmetric(0.05), BitErrorModel.Asymmetric(0.3, 0.02), BitErrorModel.Symmetric(1) })
        {
            var errors = rates with { Targets = FlipTargets.Activations, Lifetime = lifetime };
            var expected = Enumerable.Range(0, Samples).Select(i => ReferenceNetwork.Run(network, data.Row(i), (layer, map) => Flip(layer, map, errors, i))).ToArray();
            ForEachForm(network, (predictor, layers, what) => AssertEqual(expected, predictor, layers, data, errors, $"{what}, {errors}"));
        }
    }

    [Fact]
    public void Weights_loaded_one_after_another_equal_those_loaded_alone()
    {
        var spec = Spec("1x6x6", "C16-MP2-C200-FC300", 3);
        var (clean, data) = (RandomNetwork.Of(spec, 1), RandomNetwork.Inputs(spec.Input, 3, 20, 2));
        var weights = new SlicedWeights(spec, 3, KernelSelector.Selected);
        var predictor = new SlicedPredictor(clean, weights, 3, KernelSelector.Selected, 1);
        foreach (var rate in new[] { 0, 0.0001, 0.01, 0.3, 1, 0.0001, 0 })
        {
            var network = BitFlips.Apply(clean, BitErrorModel.Symmetric(rate) with { Targets = FlipTargets.Weights | FlipTargets.Thresholds }, Chip);
            weights.Load(network, clean, new ParallelOptions());
            predictor.Load(network);
            AssertEqual([.. Enumerable.Range(0, 20).Select(i => ReferenceNetwork.Run(network, data.Row(i)))], predictor, 3, data, null, $"rate {rate}");
        }
    }

    [Fact]
    public void A_block_can_be_cancelled_within()
    {
        var network = RandomNetwork.Of(Spec("1x6x6", "C8-FC3", 3), 1);
        var weights = new SlicedWeights(network.Spec, 2, KernelSelector.Selected);
        weights.Load(network, network, new ParallelOptions());
        var predictor = new SlicedPredictor(network, weights, 2, KernelSelector.Selected, 1);
        predictor.Load(network);
        var (data, scores) = (RandomNetwork.Inputs(network.Spec.Input, 3, 5, 2), new float[15]);
        Assert.Throws<OperationCanceledException>(() => predictor.Run(data.Rows(0, 5), 5, null, default, 0, cache: null, scores, new CancellationToken(canceled: true)));
        predictor.Run(data.Rows(0, 5), 5, null, default, 0, cache: null, scores, default);
        Assert.Equal(ReferenceNetwork.Run(network, data.Row(4)).Scores, scores[12..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Units_of_one_sign_and_units_that_always_or_never_fire_are_right(int sign)
    {
        var spec = Spec("9x1x1", "FC130-FC6", 2);
        var (random, data) = (RandomNetwork.Of(spec, 1), RandomNetwork.Inputs(spec.Input, 2, 64, 2));
        var plan = spec.Plan()[1];
        ulong[] row = sign == 0 ? [0, 0, 0] : [ulong.MaxValue, ulong.MaxValue, 3];
        var layer = new PackedLayer(plan, [.. Enumerable.Repeat(row, 6).SelectMany(words => words)], [-plan.ZMax, plan.ZMax + 1, plan.ZMax, 0, 1, -1]);
        var network = random.With([random.Layers[0], layer, random.Layers[2]]);
        var expected = Enumerable.Range(0, 64).Select(i => ReferenceNetwork.Run(network, data.Row(i))).ToArray();
        ForEachForm(network, (predictor, layers, what) => AssertEqual(expected, predictor, layers, data, null, what));
    }

    static void Flip(PlannedLayer layer, int[] map, BitErrorModel errors, int sample)
    {
        var words = ReferenceBits.Signs(map);
        BitFlips.Activations(layer, errors, Chip, sample, words);
        for (var i = 0; i < map.Length; i++)
            map[i] = BitPack.Get(words, i) ? 1 : -1;
    }

    static NetworkSpec Spec(string shape, string notation, int classes)
    {
        var sides = shape.Split('x').Select(int.Parse).ToArray();
        return NetworkSpec.Parse(notation, new MapShape(sides[0], sides[1], sides[2]), classes);
    }

    /// <summary>All instruction sets, widths of planes and numbers of sliced layers, on one to three threads.</summary>
    static void ForEachForm(PackedNetwork network, Action<SlicedPredictor, int, string> check)
    {
        foreach (var set in KernelSelector.AvailableSets)
            for (var words = 1; words <= BitSlice.VectorWords(set); words *= 2)
                for (var layers = 1; layers < network.Spec.Plan().Count; layers++)
                {
                    var weights = new SlicedWeights(network.Spec, layers, set);
                    weights.Load(network, network, new ParallelOptions());
                    var threads = 1 + ((words + layers) % 3);
                    var predictor = new SlicedPredictor(network, weights, layers, set, words, threads);
                    predictor.Load(network);
                    check(predictor, layers, $"{network.Spec} of {network.Spec.Input}, {set}, {words} words, {layers} layers sliced, {threads} threads");
                }
    }

    static void AssertEqual(ReferenceNetwork.Result[] expected, SlicedPredictor predictor, int layers, EncodedDataset data, BitErrorModel? errors, string what)
    {
        var scores = new float[predictor.Samples * data.Classes];
        for (var first = 0; first < data.Count; first += predictor.Samples)
        {
            var count = Math.Min(predictor.Samples, data.Count - first);
            predictor.Run(data.Rows(first, count), count, errors, Chip, first, cache: null, scores.AsSpan(0, count * data.Classes), default);
            for (var sample = 0; sample < count; sample++)
            {
                for (var layer = layers - 1; layer < expected[0].Hidden.Count; layer++)
                    Assert.True(ReferenceBits.Signs(expected[first + sample].Hidden[layer]).AsSpan().SequenceEqual(predictor.Map(layer, sample)), $"{what}: sample {first + sample}, layer {layer}");
                Assert.True(expected[first + sample].Scores.AsSpan().SequenceEqual(scores.AsSpan(sample * data.Classes, data.Classes)), $"{what}: sample {first + sample}");
            }
        }
    }
}
