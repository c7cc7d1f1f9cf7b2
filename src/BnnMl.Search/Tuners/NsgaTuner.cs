using System.Globalization;

namespace BnnMl.Search;

/// <summary>
/// NSGA-II (Deb, Pratap, Agarwal, Meyarivan, IEEE Trans. Evol. Comput. 6 (2002), doi:10.1109/4235.996017) in its steady-state form, which parallel trials
/// need: every ask takes parents from the best <see cref="NsgaOptions.Population"/> of all told trials (by front, then crowding distance; feasible ones first),
/// by binary tournament; uniform crossover; polynomial mutation in the unit cube. Failed trials are no parents.
/// </summary>
public sealed class NsgaTuner : ITuner
{
    readonly SearchSpace space;
    readonly ObjectiveSet objectives;
    readonly NsgaOptions options;
    readonly RandomTuner initial;
    readonly List<Trial> complete = [];
    IReadOnlyList<Trial>? parents;

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public NsgaTuner(SearchSpace space, ObjectiveSet objectives, NsgaOptions? options = null)
    {
        (this.space, this.objectives, this.options, initial) = (space, objectives, options ?? new NsgaOptions(), new RandomTuner(space));
        this.options.Validate();
    }

    /// <inheritdoc/>
    public string Signature => string.Create(CultureInfo.InvariantCulture,
        $"NSGA-II, population {options.Population}, crossover {options.Crossover}, mutated genes {options.MutatedGenes}, redraw {options.Redraw}, index {options.MutationIndex}");

    /// <inheritdoc/>
    public Genome Ask(AskAddress address)
    {
        if (address.Trial < options.Population || complete.Count < 2)
            return initial.Ask(address);
        parents ??= DominanceRanking.Best(complete, objectives, options.Population);
        var random = new Draws(address);
        var (mother, father) = (Tournament(random), Tournament(random));
        return space.FromUnit(Mutated(Crossed(space.ToUnit(mother.Genome), space.ToUnit(father.Genome), random), random));
    }

    /// <inheritdoc/>
    public void Tell(Trial finished)
    {
        ArgumentNullException.ThrowIfNull(finished);
        if (finished.State != TrialState.Complete)
            return;
        complete.Add(finished);
        parents = null;
    }

    /// <summary>The better of two: the parents are sorted, so the one with the smaller index.</summary>
    Trial Tournament(Draws random) => parents![Math.Min(random.Index(parents.Count), random.Index(parents.Count))];

    double[] Crossed(double[] mother, double[] father, Draws random)
    {
        if (random.Next() < options.Crossover)
        {
            for (var i = 0; i < mother.Length; i++)
                mother[i] = random.Next() < 0.5 ? mother[i] : father[i];
        }

        return mother;
    }

    double[] Mutated(double[] point, Draws random)
    {
        var rate = Math.Min(1, options.MutatedGenes / point.Length);
        for (var i = 0; i < point.Length; i++)
        {
            if (random.Next() < rate)
                point[i] = random.Next() < options.Redraw ? random.Next() : Moved(point[i], random.Next());
        }

        return point;
    }

    /// <summary>Polynomial mutation with bounds [0, 1] (Deb and Goyal 1996): u below 1/2 moves down, above moves up, never beyond the bounds.</summary>
    double Moved(double x, double u)
    {
        var power = options.MutationIndex + 1;
        return u < 0.5
            ? x + Math.Pow((2 * u) + ((1 - (2 * u)) * Math.Pow(1 - x, power)), 1 / power) - 1
            : x + 1 - Math.Pow((2 * (1 - u)) + ((2 * u) - 1) * Math.Pow(x, power), 1 / power);
    }

    /// <summary>The address' numbers one after another.</summary>
    sealed class Draws(AskAddress address)
    {
        int index;

        public double Next() => address.Uniform(index++);

        public int Index(int count) => (int)(Next() * count);
    }
}
