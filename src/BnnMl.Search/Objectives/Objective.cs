namespace BnnMl.Search;

/// <summary>One number of a trial that a search improves.</summary>
/// <param name="Name">As tables and charts print it.</param>
/// <param name="Direction">Which way it improves.</param>
/// <param name="Worst">Reference of the hypervolume: values that are no better count nothing.</param>
/// <param name="Best">The value that can't be passed; together with <paramref name="Worst"/> it scales the hypervolume to [0, 1].</param>
public sealed record Objective(string Name, Direction Direction, double Worst, double Best)
{
    /// <summary>1 − accuracy on clean memory, in [0, 1].</summary>
    public static Objective CleanError { get; } = new("clean_error", Direction.Minimize, Worst: 1, Best: 0);

    /// <summary>The largest bit error rate that costs at most 5 points of accuracy; a rate of 0.5 leaves nothing to read.</summary>
    public static Objective ToleratedBer5 { get; } = new("tolerated_ber_5", Direction.Maximize, Worst: 0, Best: 0.5);

    /// <summary>Bytes of parameters.</summary>
    /// <param name="worst">As many count nothing.</param>
    public static Objective Bytes(long worst) => new("bytes", Direction.Minimize, worst, Best: 0);
}
