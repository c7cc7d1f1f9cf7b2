using System.Collections.Immutable;
using System.Globalization;

namespace BnnMl.Search;

/// <summary>
/// The values one gene may take, as data: a closed set. A value is always a double (a whole one where the range is of integers, the label's index
/// where it is of labels). Every range maps the unit interval onto its values and back, and the way back is exact: FromUnit(ToUnit(v)) = v.
/// </summary>
public abstract record ParameterRange
{
    /// <summary>The largest double below 1: the end of the unit interval [0, 1).</summary>
    internal const double LastUnit = 1 - (1.0 / (1L << 53));

    ParameterRange() { }

    /// <summary>The value at <paramref name="unit"/> in [0, 1); what lies outside is clamped.</summary>
    public double FromUnit(double unit) => At(Math.Clamp(unit, 0, LastUnit));

    /// <summary>A place in [0, 1) that maps to <paramref name="value"/>: the middle of its cell where values are discrete.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in the range.</exception>
    public double ToUnit(double value) => Contains(value)
        ? Math.Clamp(PlaceOf(value), 0, LastUnit)
        : throw new ArgumentOutOfRangeException(nameof(value), $"{value.ToString(CultureInfo.InvariantCulture)} is not in the range {this}.");

    /// <summary>True where some place of the unit interval maps to <paramref name="value"/>.</summary>
    public abstract bool Contains(double value);

    /// <summary>The next smaller value of a discrete range; null at its smallest, and for real ranges.</summary>
    public virtual double? Below(double value) => null;

    private protected abstract double At(double unit);

    private protected abstract double PlaceOf(double value);

    /// <summary>Whole numbers from Min to Max, both included, equally likely.</summary>
    public sealed record Whole : ParameterRange
    {
        /// <exception cref="ArgumentException">Min is above Max.</exception>
        public Whole(int min, int max)
        {
            if (min > max)
                throw new ArgumentException($"The range {min}…{max} is empty: give the smaller end first.", nameof(min));
            (Min, Max) = (min, max);
        }

        /// <summary>Smallest value.</summary>
        public int Min { get; }

        /// <summary>Largest value.</summary>
        public int Max { get; }

        /// <inheritdoc/>
        public override bool Contains(double value) => value >= Min && value <= Max && value == Math.Floor(value);

        /// <inheritdoc/>
        public override double? Below(double value) => value > Min ? value - 1 : null;

        /// <inheritdoc/>
        public override string ToString() => $"int {Min}..{Max}";

        private protected override double At(double unit) => Math.Min(Max, Math.Floor(Min + (unit * ((double)Max - Min + 1))));

        private protected override double PlaceOf(double value) => (value - Min + 0.5) / ((double)Max - Min + 1);
    }

    /// <summary>Whole numbers from Min ≥ 1 to Max, both included, equally likely per octave.</summary>
    public sealed record LogWhole : ParameterRange
    {
        /// <exception cref="ArgumentException">Min is below 1 or above Max.</exception>
        public LogWhole(int min, int max)
        {
            if (min < 1 || min > max)
                throw new ArgumentException($"The logarithmic range {min}…{max} is not possible: the smaller end comes first and is at least 1.", nameof(min));
            (Min, Max) = (min, max);
        }

        /// <summary>Smallest value.</summary>
        public int Min { get; }

        /// <summary>Largest value.</summary>
        public int Max { get; }

        double Octaves => Math.Log((Max + 1.0) / Min);

        /// <inheritdoc/>
        public override bool Contains(double value) => value >= Min && value <= Max && value == Math.Floor(value);

        /// <inheritdoc/>
        public override double? Below(double value) => value > Min ? value - 1 : null;

        /// <inheritdoc/>
        public override string ToString() => $"log-int {Min}..{Max}";

        private protected override double At(double unit) => Math.Clamp(Math.Floor(Min * Math.Exp(unit * Octaves)), Min, Max);

        private protected override double PlaceOf(double value) => Math.Log((value + 0.5) / Min) / Octaves;
    }

    /// <summary>Real numbers from Min to Max, rounded to three significant digits: so that a candidate's text is short and says it all.</summary>
    public sealed record Real : ParameterRange
    {
        /// <exception cref="ArgumentException">An end is not finite, or Min is not below Max.</exception>
        public Real(double min, double max)
        {
            if (!double.IsFinite(min) || !double.IsFinite(max) || min >= max)
                throw new ArgumentException(FormattableString.Invariant($"The range {min}…{max} is not possible: give two finite ends, the smaller one first."), nameof(min));
            (Min, Max) = (min, max);
        }

        /// <summary>Smallest value.</summary>
        public double Min { get; }

        /// <summary>Largest value.</summary>
        public double Max { get; }

        /// <inheritdoc/>
        public override bool Contains(double value) => IsRounded(value, Min, Max);

        /// <inheritdoc/>
        public override string ToString() => FormattableString.Invariant($"real {Min}..{Max}");

        private protected override double At(double unit) => Rounded(Min + (unit * (Max - Min)), Min, Max);

        private protected override double PlaceOf(double value) => (value - Min) / (Max - Min);
    }

    /// <summary>Positive real numbers from Min to Max, equally likely per octave, rounded to three significant digits.</summary>
    public sealed record LogReal : ParameterRange
    {
        /// <exception cref="ArgumentException">An end is not finite or not positive, or Min is not below Max.</exception>
        public LogReal(double min, double max)
        {
            if (!double.IsFinite(max) || !(min > 0) || min >= max)
                throw new ArgumentException(FormattableString.Invariant($"The logarithmic range {min}…{max} is not possible: give two finite positive ends, the smaller one first."), nameof(min));
            (Min, Max) = (min, max);
        }

        /// <summary>Smallest value.</summary>
        public double Min { get; }

        /// <summary>Largest value.</summary>
        public double Max { get; }

        /// <inheritdoc/>
        public override bool Contains(double value) => IsRounded(value, Min, Max);

        /// <inheritdoc/>
        public override string ToString() => FormattableString.Invariant($"log-real {Min}..{Max}");

        private protected override double At(double unit) => Rounded(Min * Math.Exp(unit * Math.Log(Max / Min)), Min, Max);

        private protected override double PlaceOf(double value) => Math.Log(value / Min) / Math.Log(Max / Min);
    }

    /// <summary>Some numbers, in ascending order, equally likely: neighbours in the list are neighbours for a tuner.</summary>
    public sealed record Steps : ParameterRange
    {
        /// <exception cref="ArgumentException">There is no number, one is not finite, or they don't ascend.</exception>
        public Steps(params IEnumerable<double> values)
        {
            Values = [.. values];
            if (Values.IsEmpty || Values.Any(value => !double.IsFinite(value)) || Values.Zip(Values.Skip(1)).Any(pair => pair.First >= pair.Second))
                throw new ArgumentException($"The steps [{Join(Values)}] are not possible: give at least one finite number, each larger than the one before it.", nameof(values));
        }

        /// <summary>The numbers, ascending.</summary>
        public ImmutableArray<double> Values { get; }

        /// <inheritdoc/>
        public override bool Contains(double value) => Values.Contains(value);

        /// <inheritdoc/>
        public override double? Below(double value) => Values.IndexOf(value) is > 0 and var index ? Values[index - 1] : null;

        /// <inheritdoc/>
        public bool Equals(Steps? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Values.Length, Values[0]);

        /// <inheritdoc/>
        public override string ToString() => $"steps {Join(Values)}";

        private protected override double At(double unit) => Values[(int)(unit * Values.Length)];

        private protected override double PlaceOf(double value) => (Values.IndexOf(value) + 0.5) / Values.Length;

        static string Join(IEnumerable<double> values) => string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Labels without an order, equally likely; the value is the label's index.</summary>
    public sealed record Choice : ParameterRange
    {
        /// <exception cref="ArgumentException">There is no label, or one is there twice.</exception>
        public Choice(params IEnumerable<string> labels)
        {
            Labels = [.. labels];
            if (Labels.IsEmpty || Labels.Distinct(StringComparer.Ordinal).Count() != Labels.Length)
                throw new ArgumentException($"The choice of [{string.Join(", ", Labels)}] is not possible: give at least one label, each once.", nameof(labels));
        }

        /// <summary>The labels; the index is the value.</summary>
        public ImmutableArray<string> Labels { get; }

        /// <inheritdoc/>
        public override bool Contains(double value) => value >= 0 && value < Labels.Length && value == Math.Floor(value);

        /// <inheritdoc/>
        public bool Equals(Choice? other) => other is not null && Labels.SequenceEqual(other.Labels, StringComparer.Ordinal);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Labels.Length, Labels[0]);

        /// <inheritdoc/>
        public override string ToString() => $"choice {string.Join(", ", Labels)}";

        private protected override double At(double unit) => (int)(unit * Labels.Length);

        private protected override double PlaceOf(double value) => (value + 0.5) / Labels.Length;
    }

    static double Rounded(double value, double min, double max) =>
        Math.Clamp(double.Parse(value.ToString("E2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), min, max);

    static bool IsRounded(double value, double min, double max) => value >= min && value <= max && Rounded(value, min, max) == value;
}
