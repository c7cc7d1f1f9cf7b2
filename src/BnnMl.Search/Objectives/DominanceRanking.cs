namespace BnnMl.Search;

/// <summary>Sorts trials by front and, within a front, by crowding distance (Deb et al. 2002, sections III-A and III-B); ties by trial number, so that no order of telling matters.</summary>
static class DominanceRanking
{
    /// <summary>The best <paramref name="count"/> trials, best first.</summary>
    internal static IReadOnlyList<Trial> Best(IReadOnlyList<Trial> trials, ObjectiveSet objectives, int count)
    {
        var best = new List<Trial>(count);
        foreach (var front in Fronts(trials, objectives))
        {
            best.AddRange(ByCrowding(front, objectives));
            if (best.Count >= count)
                break;
        }

        return best.Count > count ? best.GetRange(0, count) : best;
    }

    /// <summary>Front 0 is dominated by none; front i by members of the fronts before it only.</summary>
    internal static IEnumerable<IReadOnlyList<Trial>> Fronts(IReadOnlyList<Trial> trials, ObjectiveSet objectives)
    {
        IReadOnlyList<Trial> rest = [.. trials.OrderBy(trial => trial.Id)];
        while (rest.Count > 0)
        {
            var front = rest.Where(trial => !rest.Any(other => objectives.Dominates(other, trial))).ToArray();
            yield return front;
            rest = [.. rest.Except(front)];
        }
    }

    /// <summary>The loneliest first: the sum over objectives of the gap between a trial's two neighbours; the ends of each objective come before all.</summary>
    internal static IEnumerable<Trial> ByCrowding(IReadOnlyList<Trial> front, ObjectiveSet objectives)
    {
        var distance = front.ToDictionary(trial => trial.Id, _ => 0.0);
        for (var objective = 0; objective < objectives.Count; objective++)
        {
            var sorted = front.OrderBy(trial => trial.Objectives[objective]).ThenBy(trial => trial.Id).ToArray();
            var range = sorted[^1].Objectives[objective] - sorted[0].Objectives[objective];
            distance[sorted[0].Id] = distance[sorted[^1].Id] = double.PositiveInfinity;
            for (var i = 1; i < sorted.Length - 1 && range > 0; i++)
                distance[sorted[i].Id] += (sorted[i + 1].Objectives[objective] - sorted[i - 1].Objectives[objective]) / range;
        }

        return front.OrderByDescending(trial => distance[trial.Id]).ThenBy(trial => trial.Id);
    }
}
