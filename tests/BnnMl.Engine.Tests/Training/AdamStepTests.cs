namespace BnnMl.Engine.Tests.Training;

[Trait("Category", "Kernels")]
public unsafe class AdamStepTests
{
    static readonly float[] Gradients = [0, 1e-30f, -1e-12f, 1e-8f, -1e-5f, 0.003f, -0.2f, 1, -7, 130, 1e4f, -1e8f, 1e12f, -1e15f, 1e18f, 0];

    [Fact]
    public void Three_steps_equal_Adam_in_doubles()
    {
        const double Rate = 0.01;
        float[] parameters = new float[16], first = new float[16], second = new float[16], gradient = new float[16];
        double[] expected = new double[16], m = new double[16], v = new double[16];
        for (var step = 1; step <= 3; step++)
        {
            for (var i = 0; i < 16; i++)
            {
                gradient[i] = Gradients[i] * (step == 2 ? -0.3f : step);
                m[i] = (0.9 * m[i]) + (0.1 * gradient[i]);
                v[i] = (0.999 * v[i]) + (0.001 * gradient[i] * gradient[i]);
                expected[i] -= Rate * m[i] / (1 - Math.Pow(0.9, step)) / Math.Sqrt((v[i] / (1 - Math.Pow(0.999, step))) + 1e-16);
            }

            fixed (float* p = parameters, a = first, b = second, g = gradient)
                new AdamStep(Rate, step).Apply(p, a, b, g, 16, float.PositiveInfinity);
        }

        for (var i = 0; i < 16; i++)
        {
            Assert.Equal(m[i], first[i], tolerance: 1e-6 * Math.Abs(m[i]));
            Assert.Equal(expected[i], parameters[i], tolerance: 2e-5 * Rate * 3); // the reciprocal root's 5e-6 and the rounding of floats, of three steps of at most the rate
        }
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(0.25f)]
    public void Parameters_stay_within_the_limit(float limit)
    {
        float[] parameters = [.. Enumerable.Repeat(limit, 16)], first = new float[16], second = new float[16], gradient = [.. Enumerable.Repeat(-1f, 16)];
        fixed (float* p = parameters, a = first, b = second, g = gradient)
            new AdamStep(0.1, 1).Apply(p, a, b, g, 16, limit);
        Assert.All(parameters, value => Assert.Equal(limit, value));
    }

    [Fact]
    public void A_gradient_whose_square_is_no_float_takes_a_finite_step()
    {
        float[] parameters = new float[16], first = new float[16], second = new float[16], gradient = [.. Enumerable.Repeat(1e25f, 16)];
        fixed (float* p = parameters, a = first, b = second, g = gradient)
            new AdamStep(0.1, 1).Apply(p, a, b, g, 16, float.PositiveInfinity);
        Assert.All(parameters.Concat(second), value => Assert.True(float.IsFinite(value)));
    }

    /// <summary>The moments' rounding must not add up: 3,000 steps, of which the last 1,000 bring gradients that are much smaller, so that the second moment falls by less than a unit of its last place each.</summary>
    [Fact]
    public void Moments_of_16_bits_follow_those_in_doubles()
    {
        const int Count = 64, Steps = 3000;
        const double Rate = 1e-5;
        var random = new Random(1);
        float[] weights = new float[Count], gradient = new float[Count];
        double[] expected = new double[Count], m = new double[Count], v = new double[Count];
        uint[] first = new uint[Count / 2], second = new uint[Count / 2];
        double squares = 0, off = 0;
        for (var step = 1; step <= Steps; step++)
        {
            for (var i = 0; i < Count; i++)
            {
                gradient[i] = (random.NextSingle() - 0.45f) * (step <= Steps - 1000 ? 1 : 1e-3f) * MathF.Pow(10, (i % 9) - 6);
                m[i] = (0.9 * m[i]) + (0.1 * gradient[i]);
                v[i] = (0.999 * v[i]) + (0.001 * gradient[i] * gradient[i]);
                expected[i] -= Rate * m[i] / (1 - Math.Pow(0.9, step)) / Math.Sqrt((v[i] / (1 - Math.Pow(0.999, step))) + 1e-16);
            }

            fixed (float* w = weights, g = gradient)
            fixed (uint* a = first, b = second)
            {
                new AdamStep(Rate, step).Apply(w, a, b, g, Count);
                for (var i = 0; i < Count && step > 10; i++)
                {
                    Assert.Equal(m[i], AdamStep.Moment1(a, i), tolerance: 0.02 * (Math.Abs(m[i]) + Math.Sqrt(v[i])));
                    var ratio = AdamStep.Moment2(b, i) / v[i];
                    (squares, off) = (squares + ((ratio - 1) * (ratio - 1)), off + (ratio - 1));
                }
            }
        }

        const double Values = (Steps - 10.0) * Count;
        Assert.InRange(Math.Sqrt(squares / Values), 0, 0.03); // a walk of roundings that the decay holds back
        Assert.InRange(off / Values, -0.002, 0.002); // no bias
        for (var i = 0; i < Count; i++)
            Assert.Equal(expected[i], weights[i], tolerance: 0.01 * Rate * Steps);
    }

    [Fact]
    public void Latent_weights_stay_within_one()
    {
        float[] weights = [.. Enumerable.Repeat(1f, 32)], gradient = [.. Enumerable.Repeat(-1f, 32)];
        uint[] first = new uint[16], second = new uint[16];
        fixed (float* w = weights, g = gradient)
        fixed (uint* a = first, b = second)
            new AdamStep(0.1, 1).Apply(w, a, b, g, 32);
        Assert.All(weights, value => Assert.Equal(1f, value));
    }
}
