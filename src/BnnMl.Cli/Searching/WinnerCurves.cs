namespace BnnMl.Cli.Searching;

/// <summary>What was measured of the trained winner.</summary>
/// <param name="TestAccuracy">On all test samples, without errors.</param>
/// <param name="Packed">The protocol's rates on the packed engine.</param>
/// <param name="Engines">Packed engine against ONNX Runtime.</param>
sealed record WinnerCurves(double TestAccuracy, ToleranceCurve Packed, EngineComparison Engines);
