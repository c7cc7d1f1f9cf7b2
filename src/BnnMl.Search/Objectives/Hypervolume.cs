namespace BnnMl.Search;

/// <summary>
/// The volume that a set of points dominates, exact for any number of objectives: the box between Best (0) and Worst (1) of every objective has volume 1.
/// Slices along the last objective, each the hypervolume of one objective less (Zitzler's and Knowles' slicing): meant for fronts of up to some hundred points.
/// </summary>
public static class Hypervolume
{
    /// <summary>Hypervolume of the complete, feasible trials, in [0, 1].</summary>
    public static double Of(IEnumerable<Trial> trials, ObjectiveSet objectives) =>
        Of(ParetoFront.Of(trials, objectives).Select(trial => objectives.Normalized(trial.Objectives)));

    /// <summary>Volume in the unit cube dominated by points that are to be minimized; what lies beyond 1 in some coordinate counts nothing, what lies below 0 counts as 0.</summary>
    public static double Of(IEnumerable<double[]> points)
    {
        var inside = points.Where(point => point.All(x => x < 1)).Select(point => point.Select(x => Math.Max(0, x)).ToArray()).ToArray();
        return inside.Length == 0 ? 0 : Sliced(inside, inside[0].Length);
    }

    static double Sliced(IReadOnlyList<double[]> points, int dimensions)
    {
        if (dimensions == 1)
            return 1 - points.Min(point => point[0]);
        var last = dimensions - 1;
        var sorted = points.OrderBy(point => point[last]).ToArray();
        var volume = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var depth = (i + 1 < sorted.Length ? sorted[i + 1][last] : 1) - sorted[i][last];
            if (depth > 0)
                volume += depth * Sliced(Front(sorted.AsSpan(0, i + 1), last), last);
        }

        return volume;
    }

    /// <summary>The points that no other weakly dominates in the first coordinates: the rest adds no volume, only time.</summary>
    static List<double[]> Front(ReadOnlySpan<double[]> points, int dimensions)
    {
        var front = new List<double[]>();
        foreach (var point in points)
        {
            if (front.Exists(other => Covers(other, point, dimensions)))
                continue;
            front.RemoveAll(other => Covers(point, other, dimensions));
            front.Add(point);
        }

        return front;
    }

    static bool Covers(double[] a, double[] b, int dimensions)
    {
        for (var i = 0; i < dimensions; i++)
        {
            if (a[i] > b[i])
                return false;
        }

        return true;
    }
}
