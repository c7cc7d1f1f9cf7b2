using System.Globalization;

namespace BnnMl.Benchmarks;

/// <summary>The most memory that this process had resident at once, as Linux counts it.</summary>
static class PeakMemory
{
    const string Status = "/proc/self/status";

    internal static bool IsKnown => File.Exists(Status);

    internal static long Bytes => 1024 * long.Parse(File.ReadLines(Status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
