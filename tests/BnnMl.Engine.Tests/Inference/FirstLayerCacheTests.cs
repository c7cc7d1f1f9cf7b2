namespace BnnMl.Engine.Tests.Inference;

/// <summary>What is kept of the first layer from chip to chip, in all of the room, in some and in none.</summary>
[Trait("Category", "Kernels")]
public class FirstLayerCacheTests
{
    const int Samples = 150;

    static readonly MapShape shape = new(1, 7, 6);

    /// <summary>Units of the first layer of which 1 to all differ, and those of which none or the half do.</summary>
    [Theory]
    [InlineData("C40-MP2-C5", 1L << 30)]
    [InlineData("C40-MP2-C5", 0L)]
    [InlineData("C40-MP2-C5", 30_000L)]
    [InlineData("C40-C5", 1L << 30)]
    [InlineData("FC50-FC9", 1L << 30)]
    public void Chip_after_chip_equals_the_reference_whatever_is_kept(string notation, long mostBytes)
    {
        var (clean, data) = Make(notation);
        foreach (var set in KernelSelector.AvailableSets)
        {
            var (weights, cache) = (new SlicedWeights(clean.Spec, 1, set), new FirstLayerCache(clean, mostBytes));
            SlicedPredictor[] predictors = [new(clean, weights, 1, set, 1), new(clean, weights, 1, set, 1, threads: 3)];
            foreach (var (rate, chip) in new[] { (0.01, 1), (0.01, 2), (0.04, 3), (0.5, 4), (0, 5), (0.03, 6), (0.02, 7) })
            {
                var network = BitFlips.Apply(clean, BitErrorModel.Symmetric(rate) with { Targets = FlipTargets.Weights | FlipTargets.Thresholds }, new Chip(chip));
                weights.Load(network, clean, new ParallelOptions());
                AssertEqual(network, data, predictors, cache, $"{notation} in {mostBytes} bytes, {set}, rate {rate}");
                Assert.InRange(cache.Bytes, 0, mostBytes);
            }
        }
    }

    [Fact]
    public void Maps_come_first_and_inputs_with_the_second_chip_as_long_as_there_is_room()
    {
        var (clean, data) = Make("C40-MP2-C5");
        var (map, columns) = (new PlaneMap(clean.Spec.Plan()[0].Output, 0, 1), new ByteColumns(clean.Spec.Plan()[0], clean.Encoding.ZeroPoint, 64));
        var (maps, inputs) = (3L * map.Bits.Length * sizeof(ulong), columns.Values.Length * sizeof(short));
        foreach (var kept in new[] { 0, 1, 2, 3 })
        {
            var (weights, cache) = (new SlicedWeights(clean.Spec, 1, KernelSelector.Selected), new FirstLayerCache(clean, maps + (kept * inputs) + 1));
            SlicedPredictor[] predictors = [new(clean, weights, 1, KernelSelector.Selected, 1)];
            for (var chip = 1; chip <= 3; chip++)
            {
                var network = BitFlips.Apply(clean, BitErrorModel.Symmetric(0.01), new Chip(chip));
                weights.Load(network, clean, new ParallelOptions());
                Assert.NotEqual(0, weights.Changed.Units.Length);
                AssertEqual(network, data, predictors, cache, $"chip {chip}");
                Assert.Equal(maps + (chip == 1 ? 0 : kept * inputs), cache.Bytes);
            }
        }
    }

    /// <summary>A buffer that was given away is not written to again, and what others kept can be read.</summary>
    [Fact]
    public void Kept_inputs_stay_as_they_are()
    {
        var (clean, data) = Make("C40");
        var plan = clean.Spec.Plan()[0];
        ByteColumns first = new(plan, 7, 64), second = new(plan, 7, 64);
        var cache = new FirstLayerCache(clean);
        first.Fill(data.Rows(0, 64), 64, new ParallelOptions());
        short[] expected = [.. first.Values.Span];
        cache.Keep(5, first);
        Assert.False(cache.TryRead(6, second));
        Assert.True(cache.TryRead(5, second));
        Assert.Same(first.Values, second.Values);
        second.Fill(data.Rows(64, 64), 64, new ParallelOptions());
        first.Fill(data.Rows(64, 64), 64, new ParallelOptions());
        Assert.NotEqual(expected, first.Values.Span.ToArray());
        Assert.NotSame(first.Values, second.Values);
        cache.Keep(5, second); // is there already
        Assert.True(cache.TryRead(5, first));
        Assert.Equal(expected, first.Values.Span.ToArray());
        second.Fill(data.Rows(0, 64), 64, new ParallelOptions());
        Assert.Equal(expected, second.Values.Span.ToArray());
        Assert.Equal(first.Values.Length * sizeof(short), cache.Bytes);
    }

    static (PackedNetwork Network, EncodedDataset Data) Make(string notation) =>
        (RandomNetwork.Of(NetworkSpec.Parse(notation, shape, 3), 11, new InputEncoding([0], [1], zeroPoint: 100)), RandomNetwork.Inputs(shape, 3, Samples, 12));

    /// <summary>Blocks of 64, the last one of 22, each by one of the predictors.</summary>
    static void AssertEqual(PackedNetwork network, EncodedDataset data, SlicedPredictor[] predictors, FirstLayerCache cache, string what)
    {
        foreach (var predictor in predictors)
            predictor.Load(network);
        var scores = new float[64 * data.Classes];
        for (var (first, block) = (0, 0); first < data.Count; first += 64, block++)
        {
            var (count, predictor) = (Math.Min(64, data.Count - first), predictors[block % predictors.Length]);
            predictor.Run(data.Rows(first, count), count, null, default, first, cache, scores.AsSpan(0, count * data.Classes), default);
            for (var sample = 0; sample < count; sample++)
                Assert.True(ReferenceNetwork.Run(network, data.Row(first + sample)).Scores.AsSpan().SequenceEqual(scores.AsSpan(sample * data.Classes, data.Classes)), $"{what}: sample {first + sample}");
        }
    }
}
