using System.Collections.Immutable;

namespace BnnMl.Search;

/// <summary>
/// The networks and training settings a study chooses from, as typed genes. Every point of the unit cube [0, 1)^d is a genome that decodes to a valid
/// network within the limits: what would not be valid is repaired, always in the same way.
/// </summary>
public sealed class SearchSpace
{
    readonly GenomeRepair repair;

    /// <exception cref="ArgumentException">A range can't be, or no network of the space keeps the limits; the message says which.</exception>
    public SearchSpace(MapShape input, int classes, SearchSpaceOptions? options = null)
    {
        (Input, Classes, Options) = (input, classes, options ?? new SearchSpaceOptions());
        Genes = SpaceGenes.Of(input, Options);
        Names = [.. Genes.Select(gene => gene.Name)];
        repair = new GenomeRepair(this);
    }

    /// <summary>Shape of one sample.</summary>
    public MapShape Input { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>The ranges and limits.</summary>
    public SearchSpaceOptions Options { get; }

    /// <summary>The dimensions, in order.</summary>
    public ImmutableArray<Gene> Genes { get; }

    /// <summary>Everything that makes two spaces differ, as text: a journal of another space is refused by it.</summary>
    public string Signature => $"{Input}, {Classes} classes; {string.Join("; ", Genes)}; at most {Limit(Options.MaxBytes)} bytes, {Limit(Options.MaxBops)} bops, {Limit(Options.MaxMacs)} macs";

    internal ImmutableArray<string> Names { get; }

    /// <summary>The genome at a point of the unit cube, repaired.</summary>
    /// <param name="point">One coordinate per gene, in the order of <see cref="Genes"/>.</param>
    public Genome FromUnit(ReadOnlySpan<double> point)
    {
        if (point.Length != Genes.Length)
            throw new ArgumentException($"The point has {point.Length} coordinates, the space {Genes.Length} genes: give one each.", nameof(point));
        var values = ImmutableArray.CreateBuilder<double>(Genes.Length);
        for (var i = 0; i < Genes.Length; i++)
            values.Add(Genes[i].Range.FromUnit(point[i]));
        return Repair(new Genome(Names, values.MoveToImmutable()));
    }

    /// <summary>A point of the unit cube whose genome is <paramref name="genome"/>: FromUnit(ToUnit(g)) = g for every repaired g.</summary>
    public double[] ToUnit(Genome genome) => [.. Genes.Zip(Checked(genome).Values, (gene, value) => gene.Range.ToUnit(value))];

    /// <summary>The same genome where it is within the limits, else a smaller one near it. Idempotent.</summary>
    public Genome Repair(Genome genome) => repair.Apply(Checked(genome));

    /// <summary>True where the genome is of this space and its network is valid and within the limits.</summary>
    public bool Contains(Genome genome)
    {
        ArgumentNullException.ThrowIfNull(genome);
        return IsOfTheGenes(genome) && repair.Excess(genome) <= 1;
    }

    /// <summary>The candidate a genome stands for.</summary>
    /// <exception cref="ArgumentException">The genome is not of this space, or its network can't be: repair it first.</exception>
    public Candidate Decode(Genome genome) => GenomeDecoder.Decode(this, Checked(genome));

    /// <inheritdoc/>
    public override string ToString() => $"{Genes.Length} genes for {Input}, {Classes} classes, at most {Limit(Options.MaxBytes)} bytes";

    Genome Checked(Genome genome)
    {
        ArgumentNullException.ThrowIfNull(genome);
        return IsOfTheGenes(genome)
            ? genome
            : throw new ArgumentException($"The genome \"{genome}\" is not of the space with {string.Join("; ", Genes)}: take genomes from this space's FromUnit.", nameof(genome));
    }

    bool IsOfTheGenes(Genome genome) =>
        (genome.Names == Names || genome.Names.SequenceEqual(Names)) && Genes.Zip(genome.Values).All(pair => pair.First.Range.Contains(pair.Second));

    static string Limit(long? limit) => limit?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any number of";
}
