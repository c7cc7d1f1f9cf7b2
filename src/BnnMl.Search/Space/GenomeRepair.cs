using System.Collections.Immutable;

namespace BnnMl.Search;

/// <summary>
/// Makes a genome's network fit the limits by single steps down of one architecture gene (fewer channels, a narrower dense layer, a pool more…):
/// the largest network reachable in one step that fits, else the step that shrinks most, again and again; the space's smallest network ends every walk.
/// </summary>
sealed class GenomeRepair
{
    readonly SearchSpace space;
    readonly ImmutableArray<int> architecture;
    readonly Genome smallest;

    internal GenomeRepair(SearchSpace space)
    {
        this.space = space;
        architecture = [.. Enumerable.Range(0, space.Genes.Length).Where(i => IsArchitecture(space.Names[i]))];
        smallest = Smallest();
        if (Excess(smallest) > 1)
            throw new ArgumentException(Refusal(), nameof(space));
    }

    internal Genome Apply(Genome genome)
    {
        var excess = Excess(genome);
        while (excess > 1)
        {
            var steps = Steps(genome).Select(step => (Genome: step, Excess: Excess(step))).ToArray();
            var fitting = steps.Where(step => step.Excess <= 1).ToArray();
            var best = fitting.Length > 0 ? fitting.MaxBy(step => step.Excess) : steps.MinBy(step => step.Excess);
            if (best.Genome is null || best.Excess >= excess)
                return WithArchitecture(genome, smallest);
            (genome, excess) = best;
        }

        return genome;
    }

    /// <summary>How many times over its limits the network is, 1 or less when it keeps them all; infinite when it can't be at all.</summary>
    internal double Excess(Genome genome)
    {
        try
        {
            var (network, limits) = (GenomeDecoder.Network(space, genome), space.Options);
            return Math.Max(Ratio(network.Bytes, limits.MaxBytes), Math.Max(Ratio(network.Bops, limits.MaxBops), Ratio(network.Macs, limits.MaxMacs)));
        }
        catch (ArgumentException)
        {
            return double.PositiveInfinity;
        }
    }

    static double Ratio(long value, long? limit) => limit is { } most ? value / Math.Max(0.5, most) : 0;

    /// <summary>Every genome that is one step smaller in one gene. A pool makes the maps smaller, so its step is from "no" to "yes".</summary>
    IEnumerable<Genome> Steps(Genome genome)
    {
        foreach (var i in architecture)
        {
            var step = IsPool(space.Names[i]) ? (genome.Values[i] == 0 ? 1 : null) : IsConcatenate(space.Names[i]) ? (genome.Values[i] == 1 ? 0 : null) : space.Genes[i].Range.Below(genome.Values[i]);
            if (step is { } value)
                yield return genome.With(space.Names[i], value);
        }
    }

    /// <summary>The smallest values everywhere and all pools, with the number of stages for which that is smallest.</summary>
    Genome Smallest()
    {
        var values = space.Genes.Select(gene => IsPool(gene.Name) ? 1 : gene.Range.FromUnit(0));
        var genome = new Genome(space.Names, [.. values]);
        if (!space.Input.IsImage)
            return genome;
        var range = space.Options.Stages;
        var counts = Enumerable.Range(0, 9).Select(count => (double)count).Where(range.Contains);
        return counts.Select(count => genome.With(SpaceGenes.Stages, count)).MinBy(Excess)!;
    }

    Genome WithArchitecture(Genome genome, Genome source)
    {
        var values = genome.Values.ToBuilder();
        foreach (var i in architecture)
            values[i] = source.Values[i];
        return new Genome(space.Names, values.ToImmutable());
    }

    static string Limit(long? most) => most is { } limit ? $"{limit}" : "any number of";

    string Refusal()
    {
        if (double.IsInfinity(Excess(smallest)))
            return $"No network of the space can be built for inputs of {space.Input}: scale the inputs down or choose smaller ranges.";
        var network = GenomeDecoder.Network(space, smallest);
        return $"The smallest network of the space, {(network.Layers.IsEmpty ? "one without a hidden layer" : network)}, needs {network.Bytes} bytes, {network.Bops} binary multiply-accumulates and {network.Macs} of all kinds; " +
            $"the limits are {Limit(space.Options.MaxBytes)} bytes, {Limit(space.Options.MaxBops)} binary and {Limit(space.Options.MaxMacs)} of all kinds. Raise the limits or widen the space downwards.";
    }

    static bool IsArchitecture(string name) => name == SpaceGenes.Stages || name.Contains('.', StringComparison.Ordinal);

    static bool IsPool(string name) => name.EndsWith(".pool", StringComparison.Ordinal);

    static bool IsConcatenate(string name) => name.EndsWith(".concatenate", StringComparison.Ordinal);
}
