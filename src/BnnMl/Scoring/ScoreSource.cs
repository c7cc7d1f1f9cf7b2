namespace BnnMl;

/// <summary>The network's own scores of the row that a cursor stands on, one per class.</summary>
delegate ReadOnlySpan<float> ScoreSource();
