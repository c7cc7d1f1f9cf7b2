namespace BnnMl;

/// <summary>How far a measurement is.</summary>
/// <param name="Done">Chips measured, and those that an early stop made needless.</param>
/// <param name="Total">Chips times rates.</param>
/// <param name="BitErrorRate">The rate just measured.</param>
/// <param name="Mean">Its mean accuracy so far.</param>
public sealed record ToleranceProgress(int Done, int Total, double BitErrorRate, double Mean);
