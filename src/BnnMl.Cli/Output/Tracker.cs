namespace BnnMl.Cli.Output;

/// <summary>Where work says how far it is. May be called from any thread.</summary>
abstract class Tracker
{
    readonly System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();

    /// <param name="fraction">Done, in [0, 1].</param>
    /// <param name="detail">What stands at this point, without the remaining time.</param>
    /// <param name="remaining">Where the work knows better than elapsed · (1 − fraction) / fraction.</param>
    internal void Report(double fraction, string detail, TimeSpan? remaining = null)
    {
        fraction = Math.Clamp(fraction, 0, 1);
        Show(fraction, detail, remaining ?? (fraction > 0.01 ? watch.Elapsed * ((1 - fraction) / fraction) : null));
    }

    protected abstract void Show(double fraction, string detail, TimeSpan? remaining);
}
