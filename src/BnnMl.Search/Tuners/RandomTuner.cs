namespace BnnMl.Search;

/// <summary>
/// Points spread evenly over the space: trial n is point n of a Sobol sequence, moved by a random digital shift per seed and dimension (an exclusive or, which
/// keeps the even spread). Dimensions beyond the table of 40, and further attempts, are plain uniform numbers. Learns nothing from what it is told.
/// </summary>
/// <param name="space">Where to propose.</param>
public sealed class RandomTuner(SearchSpace space) : ITuner
{
    /// <summary>Keeps the shifts apart from the streams of the trials.</summary>
    const int ShiftTrial = -1;

    /// <inheritdoc/>
    public string Signature => "random (Sobol)";

    /// <inheritdoc/>
    public Genome Ask(AskAddress address)
    {
        var point = new double[space.Genes.Length];
        var shift = new AskAddress(address.Seed, ShiftTrial, 0);
        for (var i = 0; i < point.Length; i++)
            point[i] = address.Attempt == 0 && i < SobolSequence.MaxDimensions ? Shifted(i, (uint)address.Trial, shift.Uniform(i)) : address.Uniform(i);
        return space.FromUnit(point);
    }

    /// <inheritdoc/>
    public void Tell(Trial finished) { }

    static double Shifted(int dimension, uint index, double shift) =>
        (SobolSequence.Coordinate(dimension, index) ^ (uint)(shift * 4294967296.0)) * (1 / 4294967296.0);
}
