namespace BnnMl.Benchmarks;

/// <summary>What a figure must reach.</summary>
/// <param name="Bound">The figure.</param>
/// <param name="AtLeast">True where more is better.</param>
sealed record Goal(double Bound, bool AtLeast = true)
{
    internal bool IsReached(double value) => AtLeast ? value >= Bound : value <= Bound;
}
