namespace BnnMl.Cli.Output;

/// <summary>Facts about a network that are shown but not stored.</summary>
static class SpecFacts
{
    internal static long ThresholdBits(this NetworkSpec spec) => spec.Plan().Sum(layer => layer.ThresholdBitsTotal);

    /// <summary>The notation, or words where there is no hidden layer.</summary>
    internal static string Notation(this NetworkSpec spec) => spec.Layers.IsEmpty ? "no hidden layer" : spec.ToString();
}
