using System.Diagnostics;

namespace BnnMl.Benchmarks;

/// <summary>Times several sides in turns.</summary>
static class Rounds
{
    const int Fewest = 3;
    const int Most = 41;
    const double SecondsPerTurn = 0.03;

    /// <returns>Seconds per unit, per side and round.</returns>
    internal static IReadOnlyList<IReadOnlyList<double>> Measure(IReadOnlyList<Side> sides, double seconds)
    {
        int[] repeats = [.. sides.Select(side => (int)Math.Clamp(SecondsPerTurn / Pairs.WarmUp(side), 1, 10_000))];
        var (times, clock) = (sides.Select(_ => new List<double>()).ToArray(), Stopwatch.StartNew());
        for (var round = 0; round < Fewest || (round < Most && clock.Elapsed.TotalSeconds < seconds); round++)
            for (var i = 0; i < sides.Count; i++)
                times[i].Add(Pairs.Time(sides[i], repeats[i]).Wall);
        return times;
    }
}
