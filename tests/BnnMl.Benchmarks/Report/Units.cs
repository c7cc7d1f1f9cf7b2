namespace BnnMl.Benchmarks;

/// <summary>Numbers as the table writes them, with three significant digits.</summary>
static class Units
{
    /// <summary>The median, in ns, us, ms, s, min or h.</summary>
    internal static string Time(Spread seconds) => Time(seconds.Median);

    internal static string Time(double seconds) => seconds switch
    {
        < 1e-6 => $"{Digits(seconds * 1e9)} ns",
        < 1e-3 => $"{Digits(seconds * 1e6)} us",
        < 1 => $"{Digits(seconds * 1e3)} ms",
        < 120 => $"{Digits(seconds)} s",
        < 7200 => $"{Digits(seconds / 60)} min",
        _ => $"{Digits(seconds / 3600)} h",
    };

    internal static string Figure(double value, string unit) => unit == "%" ? $"{Digits(value * 100)} %" : $"{Digits(value)} {unit}";

    internal static string Digits(double value) => Math.Abs(value) switch
    {
        >= 99.95 => $"{value:F0}",
        >= 9.995 => $"{value:F1}",
        _ => $"{value:F2}",
    };
}
