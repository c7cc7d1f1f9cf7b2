using System.Collections.Immutable;
using System.Globalization;

namespace BnnMl.Search;

/// <summary>
/// A value for every gene of a space, compared by value. Genes that the architecture does not use (the channels of a third stage where there are
/// two) keep their value: an evolution may use them again. Two genomes can therefore decode to the same <see cref="Candidate"/>.
/// </summary>
public sealed class Genome : IEquatable<Genome>
{
    /// <exception cref="ArgumentException">There are not as many values as names.</exception>
    public Genome(ImmutableArray<string> names, ImmutableArray<double> values)
    {
        if (names.Length != values.Length)
            throw new ArgumentException($"{values.Length} values were given for {names.Length} genes: give one each.", nameof(values));
        (Names, Values) = (names, values);
    }

    /// <summary>The genes' names, in the order of the space.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The genes' values; see <see cref="ParameterRange"/>.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>The value of the gene <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is no such gene.</exception>
    public double this[string name] => Values[IndexOf(name)];

    /// <summary>A copy with another value for one gene.</summary>
    public Genome With(string name, double value) => new(Names, Values.SetItem(IndexOf(name), value));

    /// <inheritdoc/>
    public bool Equals(Genome? other) =>
        other is not null && Values.AsSpan().SequenceEqual(other.Values.AsSpan()) && (Names == other.Names || Names.SequenceEqual(other.Names));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Genome);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in Values)
            hash.Add(value);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Names.Zip(Values, (name, value) => $"{name}={value.ToString(CultureInfo.InvariantCulture)}"));

    int IndexOf(string name) => Names.IndexOf(name) is >= 0 and var index
        ? index
        : throw new ArgumentException($"There is no gene \"{name}\": the genes are {string.Join(", ", Names)}.", nameof(name));
}
