namespace BnnMl.Search;

/// <summary>One dimension of a search space.</summary>
/// <param name="Name">Unique in its space, e.g. "stage1.channels".</param>
/// <param name="Range">What it may be.</param>
public sealed record Gene(string Name, ParameterRange Range)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Range}";
}
