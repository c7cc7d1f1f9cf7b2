namespace BnnMl.Benchmarks;

/// <summary>How many threads rows are measured with.</summary>
static class Threading
{
    /// <summary>1, and 2 where there are two cores.</summary>
    internal static IReadOnlyList<int> Counts { get; } = Environment.ProcessorCount > 1 ? [1, 2] : [1];

    /// <summary>2, or 1 on a machine with one core.</summary>
    internal static int Most => Counts[^1];
}
