namespace BnnMl.Search.Tests;

public sealed class TimePlanTests
{
    [Fact]
    public void Shares_of_a_budget_never_exceed_it()
    {
        var plan = new TimePlan(TimeSpan.FromHours(10), searchShare: 0.5, winnerShareOfRest: 0.5);
        Assert.InRange(plan.Search(TimeSpan.Zero)!.Value.TotalHours, 4.9, 5);
        Assert.InRange(plan.Search(TimeSpan.FromHours(2))!.Value.TotalHours, 2.9, 3);
        Assert.Equal(TimeSpan.Zero, plan.Search(TimeSpan.FromHours(6)));
        Assert.InRange(plan.Winner()!.Value.TotalHours, 4.9, 5);
        Assert.InRange(plan.Rest()!.Value.TotalHours, 9.9, 10);
    }

    [Fact]
    public void A_winner_gets_a_second_where_the_search_took_all() => Assert.Equal(TimeSpan.FromSeconds(1), new TimePlan(TimeSpan.FromMilliseconds(1)).Winner());

    [Fact]
    public void Without_a_budget_nothing_is_limited()
    {
        var plan = new TimePlan(null);
        Assert.Null(plan.Search(TimeSpan.FromHours(1)));
        Assert.Null(plan.Winner());
        Assert.Null(plan.Rest());
    }
}
