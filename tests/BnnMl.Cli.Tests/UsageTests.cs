namespace BnnMl.Cli.Tests;

public sealed class UsageTests
{
    static readonly string[] Names = ["train", "evaluate", "search", "export", "simulate", "inspect", "doctor"];

    public static TheoryData<string> Commands => new(Names);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_has_help_with_an_example(string command)
    {
        var run = ToolRun.Of(command, "--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"Examples:\n  bnnml {command}", run.Output);
        Assert.Contains("--json", run.Output);
        Assert.Contains("--seed", run.Output);
    }

    [Fact]
    public void The_tool_itself_has_help_that_names_all_commands()
    {
        var run = ToolRun.Of("--help");
        Assert.Equal(0, run.ExitCode);
        Assert.All(Names, command => Assert.Contains(command, run.Output));
    }

    [Fact]
    public void Without_a_command_the_commands_are_named() => Assert.Contains("train, evaluate, search", ToolRun.IsRefused());

    [Fact]
    public void An_unknown_command_is_refused_with_the_nearest() => Assert.Contains("there is no command trian: did you mean train?", ToolRun.IsRefused("trian", "--data", "x"));

    [Fact]
    public void An_unknown_option_is_refused_with_the_nearest() =>
        Assert.Contains("bnnml search does not know --buget: did you mean --budget?", ToolRun.IsRefused("search", "--data", "x", "--out", "y", "--buget", "5m"));

    [Fact]
    public void A_surplus_argument_is_refused() => Assert.Contains("other.bnn", ToolRun.IsRefused("inspect", "m.bnn", "other.bnn"));

    [Fact]
    public void A_missing_option_is_named() => Assert.Contains("--data", ToolRun.IsRefused("train", "--network", "FC8", "--out", "m.bnn"));

    [Theory]
    [InlineData("--budget", "90")]
    [InlineData("--max-bytes", "many")]
    [InlineData("--seed", "-1")]
    [InlineData("--trials", "0")]
    [InlineData("--workers", "x")]
    [InlineData("--tuner", "guess")]
    [InlineData("--winner", "all")]
    public void A_value_that_can_not_be_names_its_option_and_what_can(string option, string value)
    {
        var line = ToolRun.IsRefused("search", "--data", "synthetic", "--out", "never", option, value);
        Assert.Contains($"{option}: \"{value}\"", line);
        Assert.False(Directory.Exists("never"));
    }

    [Theory]
    [InlineData("--ber", "0,2")]
    [InlineData("--targets", "weights,biases")]
    [InlineData("--lifetime", "short")]
    [InlineData("--chips", "0")]
    public void A_curve_that_can_not_be_is_refused_before_anything_is_read(string option, string value) =>
        Assert.Contains(option, ToolRun.IsRefused("evaluate", "none.bnn", "--data", "none", option, value));

    [Fact]
    public void Epochs_and_budget_together_are_refused() =>
        Assert.Contains("not both", ToolRun.IsRefused("train", "--data", "synthetic", "--network", "FC8", "--epochs", "1", "--budget", "5s", "--out", "m.bnn"));

    [Fact]
    public void Verbose_adds_where_an_error_came_from()
    {
        var run = ToolRun.Of("inspect", "none.bnn", "--verbose");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("bnnml: ", run.Error);
        Assert.Contains("   at BnnMl.", run.Error);
    }
}
