namespace BnnMl.Cli.Searching;

/// <summary>How many samples and chips a measurement takes.</summary>
sealed record Amount(int Samples, int Chips)
{
    const int FewestSamples = 100;
    const int WantedSamples = 2_000;

    /// <summary>All of both where the time allows; else first fewer chips, down to 2, then fewer samples.</summary>
    /// <param name="limit">Null: no limit.</param>
    /// <param name="secondsPerSample">Of one sample on one chip.</param>
    /// <param name="rates">Bit error rates to measure.</param>
    /// <param name="samples">How many there are.</param>
    /// <param name="mostChips">At most so many chips.</param>
    internal static Amount Within(TimeSpan? limit, double secondsPerSample, int rates, int samples, int mostChips)
    {
        if (limit is not { } time)
            return new Amount(samples, mostChips);
        var runs = Math.Max(0, time.TotalSeconds) / (secondsPerSample * rates); // samples × chips that fit
        var chips = (int)Math.Clamp(runs / Math.Min(samples, WantedSamples), Math.Min(2, mostChips), mostChips);
        return new Amount((int)Math.Clamp(runs / chips, Math.Min(FewestSamples, samples), samples), chips);
    }
}
