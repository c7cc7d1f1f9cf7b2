namespace BnnMl.Benchmarks;

/// <summary>Median and quartiles.</summary>
readonly record struct Spread(double Lower, double Median, double Upper)
{
    /// <param name="values">At least one.</param>
    internal static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new(Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75));
    }

    /// <summary>A figure without a spread.</summary>
    internal static Spread Single(double value) => new(value, value, value);

    /// <summary>All three times a factor.</summary>
    internal Spread Times(double factor) => new(Lower * factor, Median * factor, Upper * factor);

    /// <summary>Linear between neighbours.</summary>
    internal static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}
