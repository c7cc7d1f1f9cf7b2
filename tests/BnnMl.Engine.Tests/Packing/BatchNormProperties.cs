using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace BnnMl.Engine.Tests.Packing;

[Trait("Category", "Property")]
[Properties(Arbitrary = [typeof(BatchNormProperties)], MaxTest = 500)]
public class BatchNormProperties
{
    const int ZMax = 200;

    /// <summary>Plain values, zeros of both signs, values that make y exactly 0, and extremes that overflow or vanish.</summary>
    public static Arbitrary<BatchNorm> Norms()
    {
        var plain = Gen.Choose(-4000, 4000).Select(i => i / 16f);
        var any = Gen.Frequency((6, plain), (1, Gen.Elements(0f, -0f, 1f, -1f)), (1, Gen.Elements(float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, 1e30f, -1e-30f)));
        var positive = any.Select(x => Math.Max(Math.Abs(x), float.Epsilon));
        return any.SelectMany(mean => positive.SelectMany(deviation => any.SelectMany(gamma => any, (gamma, beta) => new BatchNorm(mean, deviation, gamma, beta)))).ToArbitrary();
    }

    [Property]
    public bool The_threshold_says_for_every_integer_what_the_normalisation_says(BatchNorm norm)
    {
        if (!float.IsFinite(norm.Normalise(-ZMax)) || !float.IsFinite(norm.Normalise(ZMax)))
            return Assert.Throws<InvalidOperationException>(() => norm.Fold(ZMax)).Message.Contains("overflows", StringComparison.Ordinal);
        var (threshold, invert) = norm.Fold(ZMax);
        return threshold is >= -ZMax and <= ZMax + 1
            && Enumerable.Range(-ZMax, (2 * ZMax) + 1).All(z => (norm.Normalise(z) >= 0) == ((invert ? -z : z) >= threshold));
    }

    [Property]
    public bool A_constant_unit_is_always_or_never(float mean, float beta)
    {
        var norm = new BatchNorm(float.IsFinite(mean) ? mean : 3, 0.5f, 0, float.IsFinite(beta) ? beta : -2);
        return norm.Fold(ZMax) == (norm.Beta >= 0 ? -ZMax : ZMax + 1, false);
    }

    [Theory]
    [InlineData(0f, 1f, 1f, 0f, 0, false)]     // y = z: 0 counts as +1
    [InlineData(3f, 2f, 1f, 0f, 3, false)]     // exactly at the mean
    [InlineData(3.5f, 2f, 1f, 0f, 4, false)]
    [InlineData(0f, 1f, -1f, 0f, 0, true)]     // y = −z ≥ 0 ⇔ −z ≥ 0
    [InlineData(3f, 2f, -1f, 0f, -3, true)]    // y ≥ 0 ⇔ z ≤ 3 ⇔ −z ≥ −3
    [InlineData(0f, 1f, 1f, -500f, 201, false)]
    [InlineData(0f, 1f, -1f, 500f, -200, true)]
    public void Folding_gives_the_thresholds_worked_by_hand(float mean, float deviation, float gamma, float beta, int threshold, bool invert) =>
        Assert.Equal((threshold, invert), new BatchNorm(mean, deviation, gamma, beta).Fold(ZMax));

    [Theory]
    [InlineData(float.NaN, 1f, 1f, 0f)]
    [InlineData(0f, 0f, 1f, 0f)]
    [InlineData(0f, -1f, 1f, 0f)]
    [InlineData(0f, 1f, float.PositiveInfinity, 0f)]
    [InlineData(0f, 1f, 1f, float.NaN)]
    public void Parameters_that_are_no_normalisation_are_refused(float mean, float deviation, float gamma, float beta) =>
        Assert.Throws<InvalidOperationException>(() => new BatchNorm(mean, deviation, gamma, beta).Fold(ZMax));
}
