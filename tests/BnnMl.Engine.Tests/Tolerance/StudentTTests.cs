namespace BnnMl.Engine.Tests.Tolerance;

public class StudentTTests
{
    /// <summary>The density integrated by Simpson's rule over x = t·s, s in [0, 1], must hold 47.5 %.</summary>
    [Fact]
    public void The_quantile_leaves_two_and_a_half_percent_above_it_at_every_number_of_degrees()
    {
        var normaliser = 1 / Math.PI; // Γ((n+1)/2) / (√(nπ) Γ(n/2)) at n = 1; those of n and n + 1 multiply to n / (2π √(n (n + 1)))
        for (var n = 1; n <= 500; n++)
        {
            Assert.Equal(0.475, Integral(n, normaliser, StudentT.Quantile975(n)), 6);
            normaliser = n / (2 * Math.PI * Math.Sqrt((double)n * (n + 1)) * normaliser);
        }
    }

    static double Integral(int n, double normaliser, double t)
    {
        const int Steps = 2000;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            var x = t * i / Steps;
            sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * normaliser * Math.Pow(1 + (x * x / n), -(n + 1) / 2.0);
        }

        return sum * t / Steps / 3;
    }
}
