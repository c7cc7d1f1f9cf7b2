namespace BnnMl.Search;

/// <summary>What a trial found and made.</summary>
/// <param name="Result">For a tuner and the front.</param>
/// <param name="Network">As the trial trained it, on its share of the data.</param>
public sealed record BinarizedTrialOutcome(TrialResult Result, PackedNetwork Network);
