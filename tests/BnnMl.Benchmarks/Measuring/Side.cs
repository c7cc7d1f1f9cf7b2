namespace BnnMl.Benchmarks;

/// <summary>One of the two that are compared.</summary>
/// <param name="Name">For progress and the table.</param>
/// <param name="Run">What is timed.</param>
/// <param name="Units">How much work one run does; times are per unit.</param>
sealed record Side(string Name, Action Run, double Units = 1);
