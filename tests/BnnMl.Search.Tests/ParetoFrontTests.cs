using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace BnnMl.Search.Tests;

[Trait("Category", "Property")]
public sealed class ParetoFrontTests
{
    static readonly ObjectiveSet Two = new(new Objective("a", Direction.Minimize, 10, 0), new Objective("b", Direction.Maximize, 0, 10));

    [Fact]
    public void Known_points_give_the_known_front()
    {
        Trial[] trials = [SampleStudy.Trial(0, 1, 5), SampleStudy.Trial(1, 2, 9), SampleStudy.Trial(2, 2, 4), SampleStudy.Trial(3, 1, 5), SampleStudy.Trial(4, 5, 9)];
        Assert.Equal([0, 3, 1], ParetoFront.Of(trials, Two).Select(trial => trial.Id));
    }

    [Fact]
    public void Failed_waiting_and_infeasible_trials_are_not_in_the_front()
    {
        var good = SampleStudy.Trial(0, 5, 5);
        var better = SampleStudy.Trial(1, 1, 9);
        Trial[] others = [better with { State = TrialState.Failed }, better with { State = TrialState.Waiting }, better with { Result = better.Result! with { Violation = 0.1 } }];
        Assert.All(others, other => Assert.Equal([good], ParetoFront.Of([other, good], Two)));
    }

    [Property]
    public Property No_member_dominates_another_and_every_other_trial_is_dominated() => Prop.ForAll(Trials(), trials =>
    {
        var front = ParetoFront.Of(trials, Two);
        return front.All(a => !front.Any(b => Two.Dominates(a, b))) && trials.Except(front).All(other => front.Any(member => Two.Dominates(member, other)));
    });

    [Property]
    public Property The_order_given_does_not_matter() => Prop.ForAll(Trials(), trials =>
        ParetoFront.Of(trials, Two).SequenceEqual(ParetoFront.Of(trials.OrderBy(trial => trial.Id * 7919 % 101), Two)));

    [Property]
    public Property Ranking_does_not_depend_on_the_order_and_starts_with_the_front() => Prop.ForAll(Trials(), trials =>
    {
        var ranked = DominanceRanking.Best(trials, Two, trials.Length);
        var front = ParetoFront.Of(trials, Two).Select(trial => trial.Id).ToHashSet();
        return ranked.Count == trials.Length && ranked.Take(front.Count).All(trial => front.Contains(trial.Id))
            && ranked.SequenceEqual(DominanceRanking.Best([.. trials.Reverse()], Two, trials.Length));
    });

    [Fact]
    public void Crowding_puts_the_ends_first_and_the_crowded_last()
    {
        Trial[] front = [SampleStudy.Trial(0, 0, 0), SampleStudy.Trial(1, 1, 1), SampleStudy.Trial(2, 1.1, 1.1), SampleStudy.Trial(3, 5, 5), SampleStudy.Trial(4, 10, 10)];
        Assert.Equal([0, 4, 3, 2, 1], DominanceRanking.ByCrowding(front, Two).Select(trial => trial.Id));
    }

    [Fact]
    public void Feasible_comes_before_infeasible_and_less_violation_before_more()
    {
        static Trial Violating(int id, double violation) => SampleStudy.Trial(id, 0, 10) is var trial ? trial with { Result = trial.Result! with { Violation = violation } } : trial;
        Assert.Equal([2, 1, 0], DominanceRanking.Best([Violating(0, 2), Violating(1, 1), SampleStudy.Trial(2, 9, 1)], Two, 3).Select(trial => trial.Id));
    }

    static Arbitrary<Trial[]> Trials() => Gen.Choose(0, 6).Two().ArrayOf()
        .Select(points => points.Select((p, i) => SampleStudy.Trial(i, p.Item1, p.Item2)).ToArray()).ToArbitrary();
}
