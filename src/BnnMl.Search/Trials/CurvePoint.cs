namespace BnnMl.Search;

/// <summary>One point of an accuracy-over-bit-error-rate curve.</summary>
/// <param name="BitErrorRate">In [0, 1].</param>
/// <param name="Mean">Mean accuracy over the chips, in [0, 1].</param>
/// <param name="Low">Lower edge of the band around the mean, e.g. the 5 % quantile over the chips.</param>
/// <param name="High">Upper edge of the band.</param>
public readonly record struct CurvePoint(double BitErrorRate, double Mean, double Low, double High);
