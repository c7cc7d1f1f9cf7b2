using BnnMl.Search;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using AutoMLSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace BnnMl.AutoML;

/// <summary>
/// Our search space as one of Microsoft.ML.SearchSpace, gene by gene under the same names, and what its tuners propose back as genomes. Ranges with few values become
/// choices in ascending order, so that a tuner's neighbours are neighbours; a gene with a single value is left out, for some tuners stumble over it.
/// </summary>
/// <remarks>Limits (bytes, multiply-accumulates) are unknown to those tuners: a proposal beyond them is repaired on its way back, to a smaller network near it.</remarks>
public static class SearchSpaceConversion
{
    /// <summary>Ranges of more whole numbers than these become numeric options.</summary>
    const int MostChoices = 64;

    /// <summary>The space for <see cref="Microsoft.ML.AutoML.AutoMLExperiment.AddSearchSpace"/> or a sweepable estimator.</summary>
    public static AutoMLSpace ToAutoML(this Search.SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        var options = new AutoMLSpace();
        foreach (var gene in space.Genes.Where(gene => !IsConstant(gene.Range)))
            options.Add(gene.Name, Option(gene.Range));
        return options;
    }

    /// <summary>A genome as a tuner of ML.NET would have proposed it: ToGenome(ToParameter(g)) = g for every repaired g.</summary>
    public static Parameter ToParameter(this Search.SearchSpace space, Genome genome)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(genome);
        var parameter = Parameter.CreateNestedParameter();
        foreach (var gene in space.Genes.Where(gene => !IsConstant(gene.Range)))
            parameter[gene.Name] = Value(gene.Range, genome[gene.Name]);
        return parameter;
    }

    /// <summary>The genome that a proposal stands for, repaired where it is beyond the space's limits.</summary>
    /// <exception cref="ArgumentException">A gene is missing, or its value is not of its range.</exception>
    public static Genome ToGenome(this Search.SearchSpace space, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(parameter);
        return space.FromUnit([.. space.Genes.Select(gene => IsConstant(gene.Range) ? 0 : Place(gene, parameter))]);
    }

    /// <summary>The candidate that a proposal stands for.</summary>
    /// <exception cref="ArgumentException">A gene is missing, or its value is not of its range.</exception>
    public static Candidate ToCandidate(this Search.SearchSpace space, Parameter parameter) => space.Decode(space.ToGenome(parameter));

    static bool IsConstant(ParameterRange range) => range switch
    {
        ParameterRange.Whole whole => whole.Min == whole.Max,
        ParameterRange.LogWhole whole => whole.Min == whole.Max,
        ParameterRange.Steps steps => steps.Values.Length == 1,
        ParameterRange.Choice choice => choice.Labels.Length == 1,
        _ => false,
    };

    static OptionBase Option(ParameterRange range) => range switch
    {
        ParameterRange.Whole whole when (long)whole.Max - whole.Min < MostChoices => new ChoiceOption([.. Enumerable.Range(whole.Min, whole.Max - whole.Min + 1).Cast<object>()]),
        ParameterRange.Whole whole => new UniformIntOption(whole.Min, whole.Max),
        ParameterRange.LogWhole whole => new UniformIntOption(whole.Min, whole.Max, logBase: true),
        ParameterRange.Real real => new UniformDoubleOption(real.Min, real.Max),
        ParameterRange.LogReal real => new UniformDoubleOption(real.Min, real.Max, logBase: true),
        ParameterRange.Steps steps => new ChoiceOption([.. steps.Values.Cast<object>()]),
        ParameterRange.Choice choice => new ChoiceOption([.. choice.Labels]),
        _ => throw new ArgumentOutOfRangeException(nameof(range), range, "No such range."),
    };

    static Parameter Value(ParameterRange range, double value) => range switch
    {
        ParameterRange.Whole or ParameterRange.LogWhole => Parameter.FromInt((int)value),
        ParameterRange.Choice choice => Parameter.FromString(choice.Labels[(int)value]),
        _ => Parameter.FromDouble(value),
    };

    /// <summary>In the unit interval: of numbers that a tuner made, the nearest place of the range.</summary>
    static double Place(Gene gene, Parameter parameter)
    {
        if (!parameter.TryGetValue(gene.Name, out var value))
            throw new ArgumentException($"The parameter has no \"{gene.Name}\" ({gene.Range}); it has {string.Join(", ", parameter.Keys)}. Propose from the space that ToAutoML gives.", nameof(parameter));
        return gene.Range switch
        {
            ParameterRange.Whole or ParameterRange.LogWhole => gene.Range.ToUnit(Math.Round(value.AsType<double>())),
            ParameterRange.Real real => (Within(gene, value, real.Min, real.Max) - real.Min) / (real.Max - real.Min),
            ParameterRange.LogReal real => Math.Log(Within(gene, value, real.Min, real.Max) / real.Min) / Math.Log(real.Max / real.Min),
            ParameterRange.Steps => gene.Range.ToUnit(value.AsType<double>()),
            ParameterRange.Choice choice => gene.Range.ToUnit(choice.Labels.IndexOf(value.AsType<string>())),
            _ => throw new ArgumentOutOfRangeException(nameof(gene), gene, "No such range."),
        };
    }

    static double Within(Gene gene, Parameter value, double min, double max)
    {
        const double Rounding = 1e-9; // of a tuner's way through logarithms
        var number = value.AsType<double>();
        return number >= min - (Rounding * Math.Abs(min)) && number <= max + (Rounding * Math.Abs(max))
            ? Math.Clamp(number, min, max)
            : throw new ArgumentOutOfRangeException(nameof(value), $"{gene.Name} is {number}, outside its range {gene.Range}.");
    }
}
