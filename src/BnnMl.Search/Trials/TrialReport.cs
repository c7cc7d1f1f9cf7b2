using System.Collections.Immutable;

namespace BnnMl.Search;

/// <summary>What a trial said while it ran.</summary>
/// <param name="Step">The trial's own count, e.g. its epoch; ascending.</param>
/// <param name="Values">The objectives as they stand, in the study's order; NaN where one is not known yet.</param>
public sealed record TrialReport(int Step, ImmutableArray<double> Values);
