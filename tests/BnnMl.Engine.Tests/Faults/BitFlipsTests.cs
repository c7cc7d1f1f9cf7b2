using System.Numerics;

namespace BnnMl.Engine.Tests.Faults;

public class BitFlipsTests
{
    const FlipTargets Everything = FlipTargets.Weights | FlipTargets.Activations | FlipTargets.Thresholds;

    // Odd sizes: fan-ins 27, 63, 585 and 130 leave unused bits; one layer concatenates, one pools.
    static readonly PackedNetwork Clean = RandomNetwork.Of("C7-D58-MP2-C9k1-FC130", new MapShape(3, 9, 8), 5, seed: 1);

    static ulong[] Weights(PackedNetwork network) => [.. network.Layers.SelectMany(layer => layer.Weights.ToArray())];

    static int[] Thresholds(PackedNetwork network) => [.. network.Layers.SelectMany(layer => layer.Thresholds.ToArray())];

    static long Differences(PackedNetwork a, PackedNetwork b) =>
        Weights(a).Zip(Weights(b), (x, y) => (long)BitOperations.PopCount(x ^ y)).Sum();

    [Fact]
    public void Rate_0_changes_nothing()
    {
        var read = BitFlips.Apply(Clean, BitErrorModel.Symmetric(0) with { Targets = Everything }, new Chip(100));
        Assert.Equal(Weights(Clean), Weights(read));
        Assert.Equal(Thresholds(Clean), Thresholds(read));
    }

    [Fact]
    public void Targets_that_are_not_named_stay_clean()
    {
        var errors = BitErrorModel.Symmetric(0.5);
        Assert.Equal(Thresholds(Clean), Thresholds(BitFlips.Apply(Clean, errors, new Chip(1))));
        Assert.Equal(Weights(Clean), Weights(BitFlips.Apply(Clean, errors with { Targets = FlipTargets.Thresholds | FlipTargets.Activations }, new Chip(1))));
        Assert.Equal(Weights(Clean), Weights(BitFlips.Apply(Clean, errors with { Targets = FlipTargets.None }, new Chip(1))));
    }

    [Fact]
    public void Rate_1_inverts_every_used_bit_and_no_other()
    {
        var read = BitFlips.Apply(Clean, BitErrorModel.Symmetric(1) with { Targets = Everything }, new Chip(100));
        Assert.Equal(Clean.Spec.WeightBits, Differences(Clean, read)); // unused bits that were set would have been refused by PackedLayer
        foreach (var (layer, inverted) in Clean.Layers.Zip(read.Layers))
            for (var unit = 0; unit < layer.Thresholds.Length; unit++)
                Assert.Equal((1 << layer.Plan.ThresholdBits) - 1, layer.Thresholds[unit] + layer.Plan.ZMax + inverted.Thresholds[unit] + layer.Plan.ZMax);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pieces_of_rows_on_any_number_of_threads_make_the_flips_of_the_whole_layer(int threads)
    {
        var clean = RandomNetwork.Of("FC1000-FC1111", new MapShape(1, 3, 3), 2, seed: 3); // the second layer has more words than a piece, and rows that end within a word
        var errors = BitErrorModel.Symmetric(0.05) with { Targets = Everything };
        var read = BitFlips.Apply(clean, errors, new Chip(7), sample: 0, new ParallelOptions { MaxDegreeOfParallelism = threads });
        foreach (var (layer, corrupted) in clean.Layers.Zip(read.Layers))
        {
            var whole = new ulong[layer.Weights.Length];
            BitFlips.Weights(layer.Plan, layer.Weights, errors, new Chip(7), 0, whole);
            Assert.Equal(whole, corrupted.Weights.ToArray());
            Assert.NotEqual(layer.Weights.ToArray(), corrupted.Weights.ToArray());
        }
    }

    [Theory]
    [InlineData(0.3, 0.3)]
    [InlineData(0.02, 0.4)]
    public void Flips_are_those_of_the_addressed_definition(double rate01, double rate10)
    {
        var errors = BitErrorModel.Asymmetric(rate01, rate10) with { Targets = Everything, Lifetime = ErrorLifetime.Transient };
        var chip = new Chip(101, 9);
        var read = BitFlips.Apply(Clean, errors, chip, sample: 12);
        foreach (var (layer, corrupted) in Clean.Layers.Zip(read.Layers))
        {
            for (var word = 0; word < layer.Weights.Length; word++)
                for (var bit = 0; bit < Math.Min(64, layer.Plan.FanIn - (word % layer.Plan.WordsPerUnit * 64)); bit++)
                    Assert.Equal(Bit(layer.Weights[word], bit) ^ Flips(layer.Plan, 0, word, bit, Bit(layer.Weights[word], bit)), Bit(corrupted.Weights[word], bit));
            for (var unit = 0; unit < layer.Thresholds.Length; unit++)
                for (var bit = 0; bit < layer.Plan.ThresholdBits; bit++)
                {
                    var (clean, dirty) = ((ulong)(layer.Thresholds[unit] + layer.Plan.ZMax), (ulong)(corrupted.Thresholds[unit] + layer.Plan.ZMax));
                    Assert.Equal(Bit(clean, bit) ^ Flips(layer.Plan, 2, unit, bit, Bit(clean, bit)), Bit(dirty, bit));
                }
        }

        bool Flips(PlannedLayer plan, ulong target, int word, int bit, bool stored) =>
            Bit(AddressedRandom.Events(AddressedRandom.Key((9L << 32) + 101, ((ulong)plan.Index * 8) + target), (12UL << 26) + (ulong)word, AddressedRandom.Rate(stored ? rate10 : rate01)), bit);
    }

    [Fact]
    public void Activation_flips_keep_off_unused_bits_and_other_words()
    {
        foreach (var plan in Clean.Spec.Plan().Where(plan => plan.Kind != LayerKind.Output))
        {
            var map = new ulong[BitPack.Words(plan.Output.Length) + 1];
            BitFlips.Activations(plan, BitErrorModel.Symmetric(1) with { Targets = FlipTargets.Activations }, new Chip(3), sample: 0, map);
            Assert.Equal(plan.Output.Length, map.Sum(BitOperations.PopCount));
            Assert.Equal(BitPack.LastWordMask(plan.Output.Length), map[^2]);
            Assert.Equal(0UL, map[^1]);
        }
    }

    [Fact]
    public void Activation_flips_are_those_of_the_addressed_definition()
    {
        var plan = Clean.Spec.Plan()[1];
        var map = new ulong[BitPack.Words(plan.Output.Length)];
        var errors = BitErrorModel.Symmetric(0.2) with { Targets = FlipTargets.Activations, Lifetime = ErrorLifetime.Transient };
        BitFlips.Activations(plan, errors, new Chip(3), sample: 5, map);
        for (var word = 0; word < map.Length - 1; word++)
            Assert.Equal(AddressedRandom.Events(AddressedRandom.Key(3, (1 * 8) + 1), (5UL << 26) + (ulong)word, AddressedRandom.Rate(0.2)), map[word]);
    }

    [Fact]
    public void Persistent_flips_are_the_same_for_every_sample_and_transient_ones_are_not()
    {
        var persistent = BitErrorModel.Symmetric(0.3) with { Targets = Everything };
        var transient = persistent with { Lifetime = ErrorLifetime.Transient };
        var chip = new Chip(100);
        Assert.Equal(Weights(BitFlips.Apply(Clean, persistent, chip)), Weights(BitFlips.Apply(Clean, persistent, chip, sample: 8)));
        Assert.Equal(Weights(BitFlips.Apply(Clean, persistent, chip)), Weights(BitFlips.Apply(Clean, transient, chip, sample: 0)));
        Assert.NotEqual(Weights(BitFlips.Apply(Clean, transient, chip, sample: 0)), Weights(BitFlips.Apply(Clean, transient, chip, sample: 1)));
        Assert.NotEqual(Thresholds(BitFlips.Apply(Clean, transient, chip, sample: 0)), Thresholds(BitFlips.Apply(Clean, transient, chip, sample: 1)));
    }

    [Fact]
    public void A_negative_sample_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BitFlips.Apply(Clean, BitErrorModel.Symmetric(0.1), new Chip(0), sample: -1));

    [Fact]
    public void In_place_forms_do_not_allocate()
    {
        var errors = BitErrorModel.Asymmetric(0.1, 0.2) with { Targets = Everything };
        var layer = Clean.Layers[1];
        var (weights, thresholds, map) = (new ulong[layer.Weights.Length], new int[layer.Thresholds.Length], new ulong[BitPack.Words(layer.Plan.Output.Length)]);
        Flip();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Flip();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Flip()
        {
            BitFlips.Weights(layer.Plan, layer.Weights, errors, new Chip(1), 0, weights);
            BitFlips.Thresholds(layer.Plan, layer.Thresholds, errors, new Chip(1), 0, thresholds);
            BitFlips.Activations(layer.Plan, errors, new Chip(1), 0, map);
        }
    }

    static bool Bit(ulong word, int bit) => ((word >> bit) & 1) != 0;
}
