namespace BnnMl.Benchmarks;

/// <summary>Seconds that a run of <see cref="Calibration"/>'s kernel took in one bout of them.</summary>
/// <param name="Shortest">What the core could do at that moment; an interruption does not show.</param>
/// <param name="Mean">What a thread got of it: a bout lasts longer than the scheduler leaves a core to one thread, so waiting for others on the same core shows.</param>
readonly record struct CalibrationTime(double Shortest, double Mean);
