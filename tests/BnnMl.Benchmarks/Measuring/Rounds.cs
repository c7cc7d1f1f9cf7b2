using System.Diagnostics;

namespace BnnMl.Benchmarks;

/// <summary>Times several sides in turns, back and forth, so that what the machine does to one it does to all.</summary>
static class Rounds
{
    const int Fewest = 3;
    const int Most = 41;
    const int Draws = 400;
    const double SecondsPerTurn = 0.03;
    const double ShortRun = 0.1; // seconds: longer ones find their own caches within a run

    /// <param name="sides">What is timed.</param>
    /// <param name="seconds">About how long.</param>
    /// <param name="scaling">Sampled in every round; null for none.</param>
    /// <param name="isSteady">Whether a turn of short runs begins with one that is not timed: it finds the caches as another side left them.</param>
    /// <returns>Seconds per unit, per side and round.</returns>
    internal static IReadOnlyList<IReadOnlyList<RunTime>> Measure(IReadOnlyList<Side> sides, double seconds, CoreScaling? scaling = null, bool isSteady = false)
    {
        double[] once = [.. sides.Select(Pairs.WarmUp)];
        int[] repeats = [.. once.Select(time => (int)Math.Clamp(SecondsPerTurn / time, 1, 10_000))];
        var (times, clock) = (sides.Select(_ => new List<RunTime>()).ToArray(), Stopwatch.StartNew());
        for (var round = 0; round < Fewest || (round < Most && clock.Elapsed.TotalSeconds < seconds); round++, scaling?.Sample())
            for (var i = 0; i < sides.Count; i++)
            {
                var place = round % 2 == 0 ? i : sides.Count - 1 - i;
                times[place].Add(Pairs.Time(sides[place], repeats[place], warmUp: isSteady && once[place] < ShortRun));
            }

        return times;
    }

    /// <summary>A figure made of all sides' medians, such as the longest over the shortest, and its quartiles over runs of the same number of rounds drawn from these.</summary>
    internal static Spread Figure(IReadOnlyList<IReadOnlyList<RunTime>> times, Func<double[], double> figure)
    {
        var (random, rounds) = (new Random(1), times[0].Count);
        var drawn = Enumerable.Range(0, Draws).Select(_ =>
        {
            int[] places = [.. Enumerable.Range(0, rounds).Select(_ => random.Next(rounds))];
            return figure([.. times.Select(side => Spread.Of(places.Select(place => side[place].Wall)).Median)]);
        });
        var (quartiles, median) = (Spread.Of(drawn), figure(Medians(times)));
        return new(Math.Min(quartiles.Lower, median), median, Math.Max(quartiles.Upper, median));
    }

    /// <summary>Seconds per unit, per side.</summary>
    internal static double[] Medians(IReadOnlyList<IReadOnlyList<RunTime>> times) => [.. times.Select(side => Spread.Of(side.Select(time => time.Wall)).Median)];
}
