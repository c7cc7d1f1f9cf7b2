namespace BnnMl;

/// <summary>Passes over the training data as people count them. Training counts steps, and where the batch does not divide the samples no step ends exactly with an epoch: 2.01.</summary>
static class EpochText
{
    /// <summary>
    /// Whole where the epoch ended within the last step, or where steps were rounded to the nearest for a whole number; else with two digits.
    /// </summary>
    /// <param name="epochs">Passes made, above 0.</param>
    /// <param name="perStep">What one step is of a pass, above 0.</param>
    internal static string Of(double epochs, double perStep)
    {
        const double Rounding = 1e-9; // of the division that made them
        var whole = Math.Floor(epochs + Rounding);
        if (whole >= 1 && epochs - whole < perStep - Rounding)
            return $"{whole:0}";
        return whole + 1 - epochs <= (perStep / 2) + Rounding ? $"{whole + 1:0}" : $"{epochs:0.##}";
    }
}
