namespace BnnMl.Benchmarks.Tests;

/// <summary>One line, then an exception.</summary>
sealed class FailingRow : IRow
{
    public string Key => "failing";

    public string Summary => "a row that fails";

    public double Weight => 1;

    public string? WhyNot => null;

    public IEnumerable<Line> Measure(double seconds)
    {
        yield return new("its first line", 1, new(2, 2, 2), "x", new(1), "1 s", "2 s");
        throw new TimeoutException("too late");
    }
}
