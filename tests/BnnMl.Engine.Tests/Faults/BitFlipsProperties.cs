using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace BnnMl.Engine.Tests.Faults;

[Trait("Category", "Property")]
[Properties(Arbitrary = [typeof(BitFlipsProperties)], MaxTest = 50)]
public class BitFlipsProperties
{
    const FlipTargets Everything = FlipTargets.Weights | FlipTargets.Thresholds;

    /// <summary>For the statements that hold with probability 1 − 10⁻⁶ a case: the same cases every time.</summary>
    const string Seed = "20260101,7";

    static readonly PackedNetwork Clean = RandomNetwork.Of("C7-D58-MP2-FC130", new MapShape(3, 9, 8), 5, seed: 2);

    /// <summary>Rates with float32's precision, the ends among them; chips.</summary>
    public static Arbitrary<BitErrorModel> Models()
    {
        var rate = Gen.OneOf(Gen.Elements(0.0, 1e-9, 0.5, 1), Gen.Choose(0, 1_000_000).Select(i => i / 1e6));
        return Gen.Two(rate).SelectMany(rates => Gen.Elements(ErrorLifetime.Persistent, ErrorLifetime.Transient),
            (rates, lifetime) => BitErrorModel.Asymmetric(rates.Item1, rates.Item2) with { Targets = Everything, Lifetime = lifetime }).ToArbitrary();
    }

    public static Arbitrary<Chip> Chips() => Gen.Two(Gen.Choose(0, int.MaxValue)).Select(pair => new Chip(pair.Item1, pair.Item2)).ToArbitrary();

    [Property]
    public bool A_symmetric_mask_applied_twice_is_nothing(BitErrorModel model, Chip chip, ushort sample)
    {
        var errors = model with { Rate10 = model.Rate01 };
        var twice = BitFlips.Apply(BitFlips.Apply(Clean, errors, chip, sample), errors, chip, sample);
        return Words(Clean).SequenceEqual(Words(twice));
    }

    [Property]
    public bool Flips_at_a_lower_rate_are_a_subset_of_those_at_a_higher_one(BitErrorModel model, Chip chip, ushort sample)
    {
        var low = model with { Rate01 = model.Rate01 / 2, Rate10 = model.Rate10 / 3 };
        return Flips(low, chip, sample).Zip(Flips(model, chip, sample), (few, many) => (few & ~many) == 0).All(nested => nested);
    }

    [Property]
    public bool An_error_of_one_direction_touches_only_the_bits_of_that_value(BitErrorModel model, Chip chip, ushort sample)
    {
        var only01 = Flips(model with { Rate10 = 0 }, chip, sample).Zip(Words(Clean), (flips, stored) => flips & stored);
        var only10 = Flips(model with { Rate01 = 0 }, chip, sample).Zip(Words(Clean), (flips, stored) => flips & ~stored);
        return only01.Concat(only10).All(wrong => wrong == 0);
    }

    [Property(Replay = Seed)]
    public bool The_number_of_flips_lies_within_5_sigma(BitErrorModel model, Chip chip, ushort sample)
    {
        var stored = Words(Clean).Sum(word => (long)BitOperations.PopCount(word));
        var unstored = Clean.Spec.Plan().Sum(plan => plan.WeightBits + plan.ThresholdBitsTotal) - stored;
        var mean = (unstored * model.Rate01) + (stored * model.Rate10);
        var variance = (unstored * model.Rate01 * (1 - model.Rate01)) + (stored * model.Rate10 * (1 - model.Rate10));
        var flips = Flips(model, chip, sample).Sum(word => (long)BitOperations.PopCount(word));
        return Math.Abs(flips - mean) <= (5 * Math.Sqrt(variance)) + 1; // + 1: at tiny rates the count is not normal
    }

    /// <summary>Two independent masks at rate p agree on a bit with probability p² + (1 − p)².</summary>
    [Property(Replay = Seed)]
    public bool Chips_seeds_samples_layers_and_targets_have_flips_of_their_own(Chip chip, ushort sample, ushort other)
    {
        var errors = BitErrorModel.Symmetric(0.3) with { Lifetime = ErrorLifetime.Transient, Targets = Everything | FlipTargets.Activations };
        var plan = Clean.Spec.Plan();
        var mask = Map(plan[0], chip, sample);
        var others = new List<ulong[]>
        {
            Map(plan[1], chip, sample),
            Map(plan[0], chip with { Number = chip.Number ^ (1 + other) }, sample),
            Map(plan[0], chip with { Seed = chip.Seed ^ (1 + other) }, sample),
            Map(plan[0], chip, sample + 1 + other),
            new ulong[mask.Length],
        };
        BitFlips.Weights(WithFullRows(plan[0]), new ulong[mask.Length], errors, chip, sample, others[^1]);
        var n = mask.Length * 64;
        return others.All(second => Math.Abs(Agreements(mask, second) - (n * 0.58)) <= 5 * Math.Sqrt(n * 0.58 * 0.42));

        ulong[] Map(PlannedLayer layer, Chip of, long at)
        {
            var map = new ulong[64];
            BitFlips.Activations(layer with { Output = MapShape.Features(64 * 64), Units = MapShape.Features(64 * 64) }, errors, of, at, map);
            return map;
        }
    }

    static PlannedLayer WithFullRows(PlannedLayer plan) => plan with { Kind = LayerKind.Dense, Input = MapShape.Features(64), Units = MapShape.Features(64) };

    static long Agreements(ulong[] a, ulong[] b) => a.Zip(b, (x, y) => (long)BitOperations.PopCount(~(x ^ y))).Sum();

    static IEnumerable<ulong> Flips(BitErrorModel errors, Chip chip, long sample) =>
        Words(Clean).Zip(Words(BitFlips.Apply(Clean, errors, chip, sample)), (clean, read) => clean ^ read);

    /// <summary>Weights and threshold codes of all layers.</summary>
    static ulong[] Words(PackedNetwork network) =>
        [.. network.Layers.SelectMany(layer => layer.Weights.ToArray().Concat(layer.Thresholds.ToArray().Select(threshold => (ulong)(threshold + layer.Plan.ZMax))))];
}
