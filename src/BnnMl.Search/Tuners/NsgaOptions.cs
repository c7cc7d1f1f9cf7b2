namespace BnnMl.Search;

/// <summary>Settings of <see cref="NsgaTuner"/>.</summary>
public sealed record NsgaOptions
{
    /// <summary>Trials that may be parents; as many first trials come from the Sobol sequence. At least 2.</summary>
    public int Population { get; init; } = 16;

    /// <summary>Probability that a child has two parents; otherwise it is a mutated copy of one.</summary>
    public double Crossover { get; init; } = 0.9;

    /// <summary>Expected number of mutated genes of a child, positive.</summary>
    public double MutatedGenes { get; init; } = 1.5;

    /// <summary>Probability that a mutated gene is drawn anew from its whole range instead of moving nearby.</summary>
    public double Redraw { get; init; } = 0.25;

    /// <summary>Distribution index of the polynomial mutation, at least 0: larger values make smaller moves.</summary>
    public double MutationIndex { get; init; } = 5;

    internal void Validate()
    {
        if (Population < 2 || Crossover is not (>= 0 and <= 1) || !(MutatedGenes > 0) || Redraw is not (>= 0 and <= 1) || !(MutationIndex >= 0))
            throw new ArgumentException($"The options {this} are not possible: a population of at least 2, probabilities in [0, 1], positive mutation.");
    }
}
