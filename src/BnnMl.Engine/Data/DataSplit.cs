namespace BnnMl;

/// <summary>Samples to learn from and samples to judge by, of the same shape and classes.</summary>
public sealed record DataSplit
{
    /// <exception cref="InvalidDataException">Shape or classes differ between the two.</exception>
    public DataSplit(Dataset train, Dataset test)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        if (train.Shape != test.Shape)
            throw new InvalidDataException($"{test.Origin}: samples are {test.Shape}, but those of {train.Origin} are {train.Shape}. Give test data of the training data's shape.");
        if (!train.ClassNames.SequenceEqual(test.ClassNames))
            throw new InvalidDataException($"{test.Origin}: its classes ({string.Join(", ", test.ClassNames)}) are not those of {train.Origin} ({string.Join(", ", train.ClassNames)}).");
        (Train, Test) = (train, test);
    }

    /// <summary>Samples to learn from.</summary>
    public Dataset Train { get; }

    /// <summary>Samples held out.</summary>
    public Dataset Test { get; }
}
