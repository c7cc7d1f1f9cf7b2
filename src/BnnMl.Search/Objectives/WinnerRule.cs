namespace BnnMl.Search;

/// <summary>How winners are chosen from a front; a closed set.</summary>
public abstract record WinnerRule
{
    WinnerRule() { }

    /// <summary>The winners among <paramref name="front"/>; none when the front is empty or nothing in it qualifies.</summary>
    public abstract IReadOnlyList<Trial> Choose(IReadOnlyList<Trial> front, ObjectiveSet objectives);

    /// <summary>
    /// The member nearest to the ideal point, with every objective scaled to its range over the front (Euclidean distance; ties by number). An objective in which
    /// the members don't differ does not count.
    /// </summary>
    public sealed record Knee : WinnerRule
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Trial> Choose(IReadOnlyList<Trial> front, ObjectiveSet objectives)
        {
            var points = front.Select(trial => objectives.Normalized(trial.Objectives)).ToArray();
            var ranges = Enumerable.Range(0, objectives.Count).Select(i => (Min: points.Min(p => (double?)p[i]), Max: points.Max(p => (double?)p[i]))).ToArray();
            double Distance(double[] point) => point.Select((x, i) => ranges[i].Max > ranges[i].Min ? Math.Pow((x - ranges[i].Min!.Value) / (ranges[i].Max!.Value - ranges[i].Min!.Value), 2) : 0).Sum();
            return [.. front.Zip(points).OrderBy(pair => Distance(pair.Second)).ThenBy(pair => pair.First.Id).Take(1).Select(pair => pair.First)];
        }
    }

    /// <summary>The member that is best in the first objective among those with at most <paramref name="Limit"/> bytes; ties by fewer bytes, then by number.</summary>
    public sealed record BestUnderBytes(long Limit) : WinnerRule
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Trial> Choose(IReadOnlyList<Trial> front, ObjectiveSet objectives) =>
            [.. front.Where(trial => trial.Candidate.Network.Bytes <= Limit)
                .OrderBy(trial => objectives.Normalized(trial.Objectives)[0]).ThenBy(trial => trial.Candidate.Network.Bytes).ThenBy(trial => trial.Id).Take(1)];
    }

    /// <summary>The member whose metric of that name is highest, such as <see cref="BinarizedTrial.RobustAccuracy"/>; ties by fewer bytes, then by number. Members without it don't count.</summary>
    public sealed record HighestMetric(string Name) : WinnerRule
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Trial> Choose(IReadOnlyList<Trial> front, ObjectiveSet objectives) =>
            [.. front.Where(trial => trial.Result?.Metrics.ContainsKey(Name) == true)
                .OrderByDescending(trial => trial.Result!.Metrics[Name]).ThenBy(trial => trial.Candidate.Network.Bytes).ThenBy(trial => trial.Id).Take(1)];
    }

    /// <summary>Every member.</summary>
    public sealed record All : WinnerRule
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Trial> Choose(IReadOnlyList<Trial> front, ObjectiveSet objectives) => front;
    }
}
