namespace BnnMl.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="Work">What was done, and against what.</param>
/// <param name="Threads">Of either side; 0 where it does not apply.</param>
/// <param name="Value">The figure that the goal is about: how many times as long the peer takes, or what <paramref name="Unit"/> says.</param>
/// <param name="Unit">"x" or "%" (then <paramref name="Value"/> is a share).</param>
/// <param name="Goal">Null for information.</param>
/// <param name="Ours">Absolute.</param>
/// <param name="Peer">Absolute.</param>
sealed record Line(string Work, int Threads, Spread Value, string Unit, Goal? Goal, string Ours, string Peer)
{
    /// <summary>Pairs of runs, or rounds of several sides, that the figure is of; null where it is of one run.</summary>
    public int? Pairs { get; init; }

    /// <summary>More about the figure, such as which of its quantiles it is; null where it is the median.</summary>
    public string? Detail { get; init; }

    /// <summary>Ours, 10^9 multiply-accumulates per second; null where it says nothing.</summary>
    public double? GmacPerSecond { get; init; }

    /// <summary>GMAC/s that one core can do at most; null where unknown.</summary>
    public double? Limit { get; init; }

    /// <summary><see cref="Value"/> by processor time, for progress.</summary>
    public double? ProcessorRatio { get; init; }

    /// <summary>What a second thread was worth in the same turns (<see cref="CoreScaling"/>); null where none is used.</summary>
    public double? Scaling { get; init; }

    /// <summary>The figure is about threads: where the machine itself does not scale, it is not judged.</summary>
    public bool IsAboutThreads { get; init; }

    /// <summary>Of a row that can't be measured: why. Everything else then is empty.</summary>
    public string? WhyNot { get; init; }

    /// <summary>A failure, and not a machine that lacks something.</summary>
    public bool Failed { get; init; }

    /// <param name="disturbed">Whether others took part of the machine.</param>
    internal Verdict Verdict(bool disturbed)
    {
        if (Goal is null || WhyNot is not null)
            return Benchmarks.Verdict.None;
        if (IsAboutThreads && Scaling < CoreScaling.TwoCores)
            return Benchmarks.Verdict.NotJudged;
        if (disturbed && Goal.Bound > Value.Lower && Goal.Bound < Value.Upper)
            return Benchmarks.Verdict.NotJudged;
        return Goal.IsReached(Value.Median) ? Benchmarks.Verdict.Met : Benchmarks.Verdict.Missed;
    }

    /// <summary>A comparison of times.</summary>
    internal static Line Of(string work, int threads, PairedTimes times, Goal? goal, string peer, long macs = 0, double? limit = null) => new(work, threads, times.Ratio, "x", goal,
        Units.Time(times.OursSeconds), $"{Units.Time(times.PeerSeconds)} ({peer})")
    {
        GmacPerSecond = macs == 0 ? null : macs / times.OursSeconds.Median / 1e9,
        Limit = limit,
        ProcessorRatio = times.ProcessorRatio,
        Scaling = times.Scaling,
        Pairs = times.Ours.Count,
    };

    /// <summary>A row that is left out.</summary>
    internal static Line LeftOut(string work, string why, bool failed = false) => new(work, 0, default, "x", null, "", "") { WhyNot = why, Failed = failed };
}
