namespace BnnMl.Search.Tests;

public sealed class WinnerRuleTests
{
    static readonly ObjectiveSet Two = new(new Objective("a", Direction.Minimize, 10, 0), new Objective("b", Direction.Maximize, 0, 10));

    [Fact]
    public void The_knee_is_nearest_to_the_ideal_point_of_the_front()
    {
        Trial[] front = [SampleStudy.Trial(0, 0, 1), SampleStudy.Trial(1, 1, 4), SampleStudy.Trial(2, 9, 5)];
        Assert.Equal([1], new WinnerRule.Knee().Choose(front, Two).Select(trial => trial.Id));
    }

    [Fact]
    public void An_objective_without_differences_does_not_disturb_the_knee() =>
        Assert.Equal([0], new WinnerRule.Knee().Choose([SampleStudy.Trial(0, 1, 4), SampleStudy.Trial(1, 2, 4)], Two).Select(trial => trial.Id));

    [Fact]
    public void Under_a_limit_the_best_first_objective_wins()
    {
        Trial[] front = [.. Enumerable.Range(0, 20).Select(i => SampleStudy.Trial(i, i, i))];
        var bytes = front.Select(trial => trial.Candidate.Network.Bytes).Order().ToArray();
        var winner = Assert.Single(new WinnerRule.BestUnderBytes(bytes[8]).Choose(front, Two));
        Assert.Equal(front.Where(trial => trial.Candidate.Network.Bytes <= bytes[8]).Min(trial => trial.Objectives[0]), winner.Objectives[0]);
        Assert.Empty(new WinnerRule.BestUnderBytes(bytes[0] - 1).Choose(front, Two));
    }

    [Fact]
    public void The_highest_metric_wins_among_the_members_that_have_it()
    {
        Trial[] front = [.. Enumerable.Range(0, 9).Select(i => SampleStudy.Trial(i, i, i))];
        front = [.. front.Select(trial => trial.Id < 6 ? trial with { Result = trial.Result! with { Metrics = trial.Result.Metrics.Add("merit", trial.Id % 3) } } : trial)];
        var best = front.Where(trial => trial.Id is 2 or 5).MinBy(trial => trial.Candidate.Network.Bytes)!;
        Assert.Equal(best.Id, Assert.Single(new WinnerRule.HighestMetric("merit").Choose(front, Two)).Id);
        Assert.Empty(new WinnerRule.HighestMetric("fame").Choose(front, Two));
    }

    [Fact]
    public void An_empty_front_has_no_winner()
    {
        WinnerRule[] rules = [new WinnerRule.Knee(), new WinnerRule.BestUnderBytes(1), new WinnerRule.HighestMetric("merit"), new WinnerRule.All()];
        Assert.All(rules, rule => Assert.Empty(rule.Choose([], Two)));
    }

    [Fact]
    public void Impossible_objectives_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ObjectiveSet());
        Assert.Throws<ArgumentException>(() => new ObjectiveSet(Objective.CleanError, Objective.CleanError));
        Assert.Throws<ArgumentException>(() => new ObjectiveSet(new Objective("a", Direction.Maximize, Worst: 1, Best: 0)));
    }
}
