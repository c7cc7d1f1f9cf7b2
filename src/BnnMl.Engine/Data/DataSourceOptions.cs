namespace BnnMl;

/// <summary>How a <see cref="DataSource"/> is read. What does not concern the kind of source given has no effect.</summary>
public sealed record DataSourceOptions
{
    /// <summary>Samples to train on that <c>synthetic</c> makes.</summary>
    public int SyntheticTrain { get; init; } = 12_000;

    /// <summary>Samples to test on that <c>synthetic</c> makes.</summary>
    public int SyntheticTest { get; init; } = 2_000;

    /// <summary>Of the synthetic digits, and of the split where a table has no test file of its own.</summary>
    public long Seed { get; init; }
}
