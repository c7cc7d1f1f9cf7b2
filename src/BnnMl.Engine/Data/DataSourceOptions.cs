namespace BnnMl;

/// <summary>How a <see cref="DataSource"/> is read. What does not concern the kind of source given has no effect.</summary>
public sealed record DataSourceOptions
{
    /// <summary>
    /// Of a table: the label column by its name in the header, or by its number: 0 is the first, −1 the last.
    /// Null: the first one called label, class or target (also "label(…)"), else the last.
    /// </summary>
    public string? LabelColumn { get; init; }

    /// <summary>
    /// Of a table: the file with the rows to test on. Null: for a file X-train.csv (or X_train, X.train, train) the file X-test.csv beside it if there is one,
    /// else a share of the rows, see <see cref="TestFraction"/>.
    /// </summary>
    public string? TestLocation { get; init; }

    /// <summary>Of a table without a test file: the share of each class's rows to test on, in (0, 1).</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>Of a table: tab, comma, semicolon, or space for any run of blanks. Null: the one that cuts all lines into equally many fields.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Of a table: whether its first line holds names. Null: when it has a name for the label, or no numbers above columns of numbers.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Of a table: the image that the features of a row are, in C×H×W order. Null: they are just features.</summary>
    public MapShape? Shape { get; init; }

    /// <summary>Of a table.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>Samples to train on that <c>synthetic</c> makes, at least 10.</summary>
    public int SyntheticTrain { get; init; } = 12_000;

    /// <summary>Samples to test on that <c>synthetic</c> makes, at least 10.</summary>
    public int SyntheticTest { get; init; } = 2_000;

    /// <summary>Of the synthetic digits, and of the split where a table has no test file.</summary>
    public long Seed { get; init; }

    /// <exception cref="ArgumentException">An option is outside its range; the message names it.</exception>
    internal void Validate()
    {
        if (TestFraction is not (> 0 and < 1))
            throw new ArgumentException($"TestFraction is {TestFraction}: give a share between 0 and 1, such as 0.2.", nameof(TestFraction));
        if (Delimiter is not (null or '\t' or ',' or ';' or ' '))
            throw new ArgumentException($"Delimiter is '{Delimiter}': give a tab, a comma, a semicolon, or a space for any run of blanks.", nameof(Delimiter));
        if (SyntheticTrain < 10 || SyntheticTest < 10)
            throw new ArgumentException($"SyntheticTrain is {SyntheticTrain} and SyntheticTest is {SyntheticTest}: give at least 10 each.", nameof(SyntheticTrain));
    }
}
