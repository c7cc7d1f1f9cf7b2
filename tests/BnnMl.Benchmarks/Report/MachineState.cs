using System.Globalization;

namespace BnnMl.Benchmarks;

/// <summary>Whether the machine was left to a run, or others took part of it.</summary>
/// <param name="LoadAtStart">Means over 1, 5 and 15 minutes.</param>
/// <param name="LoadAtEnd">The same.</param>
/// <param name="Calibration">Bouts of <see cref="Benchmarks.Calibration"/>, all through the run.</param>
/// <param name="CoresOfOthers">That others kept busy on average; null where unknown.</param>
/// <param name="Cores">Of the machine.</param>
sealed record MachineState(string LoadAtStart, string LoadAtEnd, IReadOnlyList<CalibrationTime> Calibration, double? CoresOfOthers, int Cores)
{
    const double Steady = 1.10; // of OffBy
    const double ShareOfOthers = 0.05; // of the machine

    /// <summary>How much longer the calibration kernel took in the slowest tenth of its bouts, waiting included, than a run of it in the quickest tenth: so far a figure may be off.</summary>
    internal double OffBy => Calibration.Count == 0 ? 1 : Quantile(time => time.Mean, 0.9) / Quantile(time => time.Shortest, 0.1);

    internal bool IsQuiet => OffBy <= Steady && !OthersWork && !IsLoaded(LoadAtStart) && !IsLoaded(LoadAtEnd);

    bool OthersWork => CoresOfOthers > ShareOfOthers * Cores;

    /// <summary>A build just before leaves a load of as many as there are cores, and so does the run itself.</summary>
    bool IsLoaded(string load) => double.TryParse(load.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var minute) && minute > Cores + 1;

    double Quantile(Func<CalibrationTime, double> seconds, double share) => Spread.Quantile([.. Calibration.Select(seconds).Order()], share);

    public override string ToString() =>
        $"{(IsQuiet ? "quiet" : $"DISTURBED: figures of a row may be off by {Units.Digits(OffBy)} x")} (a small kernel timed {Calibration.Count} times all through: slowest tenth over quickest {Units.Digits(OffBy)} x; " +
        $"others kept {(CoresOfOthers is { } others ? $"{others:F2}" : "an unknown number")} of {Cores} cores busy; load {LoadAtStart} at the start, {LoadAtEnd} at the end)";
}
