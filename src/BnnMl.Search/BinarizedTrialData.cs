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

    /// <summary>Fitted to the whole training data.</summary>
    public InputEncoding Encoding { get; }

    /// <summary>Holds out a sixth of the samples, at most 10,000, after a shuffle that depends on the seed alone.</summary>
    /// <exception cref="InvalidDataException">There are too few samples to divide.</exception>
    public static BinarizedTrialData Divide(Dataset training, long seed)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Count < 12)
            throw new InvalidDataException($"{training.Origin}: {training.Count} training samples are too few for a search, which holds out a sixth of them. Give at least 12.");
        var key = AddressedRandom.Key(seed, ShufflePurpose);
        var rows = Enumerable.Range(0, training.Count).OrderBy(row => AddressedRandom.Word(key, (ulong)row)).ToArray();
        var held = Math.Min(training.Count / 6, 10_000);
        return new BinarizedTrialData(training.Select(rows.AsSpan(held)), training.Select(rows.AsSpan(0, held)), InputEncoding.Fit(training));
    }
}
