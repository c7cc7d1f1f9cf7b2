namespace BnnMl.Search;

/// <summary>Training data divided for a search: what trials learn from and what they are judged by. A test set has no place here.</summary>
public sealed class BinarizedTrialData
{
    /// <summary>Purpose of the shuffle within its seed.</summary>
    const ulong ShufflePurpose = 0x51;

    BinarizedTrialData(Dataset train, Dataset validation, InputEncoding encoding) => (Train, Validation, Encoding) = (train, validation, encoding);

    /// <summary>Samples to learn from, shuffled.</summary>
    public Dataset Train { get; }

    /// <summary>Samples to judge by, shuffled.</summary>
    public Dataset Validation { get; }

    /// <summary>Fitted to everything but a validation part that was given.</summary>
    public InputEncoding Encoding { get; }

    /// <summary>Holds out a sixth of the samples, at most 10,000, after a shuffle that depends on the seed alone.</summary>
    /// <exception cref="InvalidDataException">There are too few samples to divide.</exception>
    public static BinarizedTrialData Divide(Dataset training, long seed)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Count < 12)
            throw new InvalidDataException($"{training.Origin}: {training.Count} training samples are too few for a search, which holds out a sixth of them. Give at least 12.");
        var rows = Shuffled(training.Count, seed);
        var held = Math.Min(training.Count / 6, 10_000);
        return new BinarizedTrialData(training.Select(rows.AsSpan(held)), training.Select(rows.AsSpan(0, held)), InputEncoding.Fit(training));
    }

    /// <summary>Parts that were divided before; shuffled by the seed, for trials take the first samples of each.</summary>
    /// <exception cref="InvalidDataException">There are fewer than two training samples, or the parts differ in shape or number of classes.</exception>
    public static BinarizedTrialData Of(Dataset training, Dataset validation, long seed)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        if (training.Count < 2)
            throw new InvalidDataException($"{training.Origin}: {training.Count} training sample is too few for a search. Give at least 2.");
        if (training.Shape != validation.Shape || training.Classes != validation.Classes)
            throw new InvalidDataException($"{validation.Origin}: the validation samples are {validation.Shape} of {validation.Classes} classes, the training samples {training.Shape} of {training.Classes}. Give both the same.");
        return new BinarizedTrialData(training.Select(Shuffled(training.Count, seed)), validation.Select(Shuffled(validation.Count, seed)), InputEncoding.Fit(training));
    }

    static int[] Shuffled(int count, long seed)
    {
        var key = AddressedRandom.Key(seed, ShufflePurpose);
        return [.. Enumerable.Range(0, count).OrderBy(row => AddressedRandom.Word(key, (ulong)row))];
    }
}
