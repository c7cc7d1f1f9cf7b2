namespace BnnMl;

/// <summary>Student's t distribution, as far as 95 % intervals need it.</summary>
static class StudentT
{
    const double Z = 1.959963984540054; // the normal distribution's 97.5 % quantile

    static ReadOnlySpan<double> FewDegrees =>
    [
        12.706204736174694, 4.302652729749462, 3.182446305283708, 2.776445105197794, 2.570581835636314,
        2.446911851144969, 2.364624251592784, 2.306004135204166, 2.262157162798205, 2.228138851986273,
    ];

    /// <summary>
    /// The 97.5 % quantile at <paramref name="degrees"/> ≥ 1 degrees of freedom: a table up to 10; above, the Cornish–Fisher expansion around the normal quantile to the
    /// fourth order (Abramowitz and Stegun 26.7.5), whose error there is below 10⁻⁵.
    /// </summary>
    internal static double Quantile975(int degrees)
    {
        if (degrees <= FewDegrees.Length)
            return FewDegrees[degrees - 1];
        var (n, z2) = ((double)degrees, Z * Z);
        var g1 = (z2 + 1) / 4;
        var g2 = ((((5 * z2) + 16) * z2) + 3) / 96;
        var g3 = ((((((3 * z2) + 19) * z2) + 17) * z2) - 15) / 384;
        var g4 = ((((((((79 * z2) + 776) * z2) + 1482) * z2) - 1920) * z2) - 945) / 92160;
        return Z * (1 + ((g1 + ((g2 + ((g3 + (g4 / n)) / n)) / n)) / n));
    }
}
