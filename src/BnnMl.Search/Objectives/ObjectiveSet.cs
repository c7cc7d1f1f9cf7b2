using System.Collections;
using System.Globalization;

namespace BnnMl.Search;

/// <summary>The objectives of a study, in the order of every trial's vector, with what follows from their directions.</summary>
public sealed class ObjectiveSet : IReadOnlyList<Objective>
{
    readonly Objective[] objectives;

    /// <exception cref="ArgumentException">There is none, a name is there twice, or Best isn't better than Worst.</exception>
    public ObjectiveSet(params IEnumerable<Objective> objectives)
    {
        this.objectives = [.. objectives];
        if (this.objectives.Length == 0 || this.objectives.DistinctBy(objective => objective.Name).Count() != this.objectives.Length)
            throw new ArgumentException($"The objectives [{this}] are not possible: give at least one, each name once.", nameof(objectives));
        if (Array.Find(this.objectives, o => !double.IsFinite(o.Worst) || !double.IsFinite(o.Best) || !(Loss(o, o.Best) < Loss(o, o.Worst))) is { } wrong)
            throw new ArgumentException($"Objective {wrong}: Best must be better than Worst, both finite.", nameof(objectives));
    }

    /// <summary>Clean error, tolerated bit error rate at 5 points, bytes.</summary>
    /// <param name="worstBytes">Bytes that count nothing in the hypervolume: the search's limit, or more than its largest network has.</param>
    public static ObjectiveSet Default(long worstBytes) => new(Objective.CleanError, Objective.ToleratedBer5, Objective.Bytes(worstBytes));

    /// <inheritdoc/>
    public int Count => objectives.Length;

    /// <inheritdoc/>
    public Objective this[int index] => objectives[index];

    /// <summary>
    /// True where a is at least as good everywhere and better somewhere.
    /// </summary>
    /// <param name="a">Values, in the order of the objectives.</param>
    /// <param name="b">Values, in the order of the objectives.</param>
    public bool Dominates(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var better = false;
        for (var i = 0; i < objectives.Length; i++)
        {
            var (left, right) = (Loss(objectives[i], a[i]), Loss(objectives[i], b[i]));
            if (left > right)
                return false;
            better |= left < right;
        }

        return better;
    }

    /// <summary>Constrained domination (Deb 2002, definition 1): a feasible trial dominates an infeasible one, of two infeasible ones the smaller violation wins, of two feasible ones the objectives decide.</summary>
    public bool Dominates(Trial a, Trial b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.Violation > 0 || b.Violation > 0 ? a.Violation < b.Violation : Dominates(a.Objectives, b.Objectives);
    }

    /// <summary>Values as places between Best (0) and Worst (1), to be minimized; beyond 1 where a value is worse than Worst.</summary>
    public double[] Normalized(IReadOnlyList<double> values) => [.. objectives.Select((o, i) => (values[i] - o.Best) / (o.Worst - o.Best))];

    /// <inheritdoc/>
    public IEnumerator<Objective> GetEnumerator() => ((IEnumerable<Objective>)objectives).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>"clean_error (min, 1…0), …": a journal of other objectives is refused by it.</summary>
    public override string ToString() => string.Join(", ", objectives.Select(o =>
        string.Create(CultureInfo.InvariantCulture, $"{o.Name} ({(o.Direction == Direction.Minimize ? "min" : "max")}, {o.Worst}…{o.Best})")));

    static double Loss(Objective objective, double value) => objective.Direction == Direction.Minimize ? value : -value;
}
