using System.Diagnostics;

namespace BnnMl.Benchmarks;

/// <summary>
/// Times two sides in turns, first the one, then the other, the order changing from pair to pair, so that what the machine does to one it does to both. The quicker side runs
/// several times per pair. Between runs a pause, in which threads that wait by spinning go to sleep (libtorch's do for some milliseconds after a run).
/// </summary>
static class Pairs
{
    const int Fewest = 3;
    const int Enough = 5;
    const int Most = 151;
    const double WarmUpSeconds = 0.6;
    const double OursPerPair = 0.04; // seconds
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Pairs until <paramref name="seconds"/> are over, but at least <see cref="Enough"/>; <see cref="Fewest"/> where even these take three times as long (a busy machine).
    /// </summary>
    /// <param name="ours">One side.</param>
    /// <param name="peer">The other.</param>
    /// <param name="seconds">About how long.</param>
    /// <param name="scaling">Sampled in every turn; null for none.</param>
    internal static PairedTimes Measure(Side ours, Side peer, double seconds, CoreScaling? scaling = null)
    {
        var (oursOnce, peerOnce) = (WarmUp(ours), WarmUp(peer));
        var repeats = (int)Math.Clamp(Math.Min(OursPerPair, peerOnce) / oursOnce, 1, 10_000);
        var peerRepeats = (int)Math.Clamp(OursPerPair / peerOnce, 1, 10_000);
        var (oursTimes, peerTimes, clock) = (new List<RunTime>(), new List<RunTime>(), Stopwatch.StartNew());
        while (More(oursTimes.Count, clock.Elapsed.TotalSeconds, seconds))
        {
            if (oursTimes.Count % 2 == 0)
                oursTimes.Add(Time(ours, repeats));
            peerTimes.Add(Time(peer, peerRepeats));
            if (oursTimes.Count < peerTimes.Count)
                oursTimes.Add(Time(ours, repeats));
            scaling?.Sample();
        }

        return new(oursTimes, peerTimes) { Scaling = scaling?.Median };
    }

    static bool More(int pairs, double elapsed, double seconds) => pairs < Fewest || (pairs < Enough && elapsed < 3 * seconds) || (pairs < Most && elapsed < seconds);

    /// <summary>The quickest of several forms of a peer, tried in turns: the smallest of up to five runs each.</summary>
    internal static Side Quickest(IReadOnlyList<Side> forms, double seconds)
    {
        var (best, clock) = (new double[forms.Count], Stopwatch.StartNew());
        Array.Fill(best, double.MaxValue);
        for (var round = 0; round == 0 || (round < 5 && clock.Elapsed.TotalSeconds < seconds); round++)
            for (var i = 0; i < forms.Count; i++)
                best[i] = Math.Min(best[i], Time(forms[i], 1).Wall);
        return forms[Array.IndexOf(best, best.Min())];
    }

    /// <summary>Seconds per unit, after a look at how the machine is.</summary>
    /// <param name="side">What is timed.</param>
    /// <param name="repeats">How many runs.</param>
    /// <param name="warmUp">Whether one more goes before them.</param>
    internal static RunTime Time(Side side, int repeats, bool warmUp = false)
    {
        Thread.Sleep(Pause);
        Calibration.Sample(); // here, where no thread of either side still spins
        if (warmUp)
            side.Run();
        var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < repeats; i++)
            side.Run();
        var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var units = repeats * side.Units;
        return new(wall / units, (Environment.CpuUsage.TotalTime - used).TotalSeconds / units);
    }

    /// <summary>Runs until everything is compiled and touched; seconds of the last run.</summary>
    internal static double WarmUp(Side side)
    {
        var (clock, last) = (Stopwatch.StartNew(), 0.0);
        for (var runs = 0; runs == 0 || (runs < 10_000 && clock.Elapsed.TotalSeconds < WarmUpSeconds); runs++)
        {
            var start = Stopwatch.GetTimestamp();
            side.Run();
            last = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return last;
    }
}
