namespace BnnMl.Benchmarks;

/// <summary>One row of the comparison, or a few lines that share what they need.</summary>
interface IRow
{
    /// <summary>What --only takes.</summary>
    string Key { get; }

    /// <summary>A line of --help.</summary>
    string Summary { get; }

    /// <summary>Its part of the run's time, relative to the others.</summary>
    double Weight { get; }

    /// <summary>What this machine lacks for it; null where it runs.</summary>
    string? WhyNot { get; }

    /// <summary>Measures within about <paramref name="seconds"/>, one line at a time.</summary>
    IEnumerable<Line> Measure(double seconds);
}
