namespace BnnMl;

/// <summary>A classifier with its labelled samples, whose memory can be given bit errors: what a tolerance curve is measured on.</summary>
public interface ICorruptibleClassifier
{
    /// <summary>Number of labelled samples, at least 1.</summary>
    int Samples { get; }

    /// <summary>
    /// Share of samples in [0, 1] classified right with the errors of <paramref name="chip"/>; without errors where <paramref name="errors"/> is null. The same arguments give
    /// the same number, whatever ran before and however many threads work.
    /// </summary>
    double Accuracy(BitErrorModel? errors, Chip chip, CancellationToken cancel);
}
