namespace BnnMl.Cli.Tests.Scripts;

/// <summary>eng/run.sh finds slips in its options before it builds: here there is nothing to build, and no SDK on PATH.</summary>
public sealed class RunScriptTests : IDisposable
{
    readonly ScriptFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--buget 5m", "no option --buget")]
    [InlineData("5m", "no option 5m")]
    [InlineData("--budget 5", "--budget 5: write 90s")]
    [InlineData("--budget=", "--budget : write 90s")]
    [InlineData("--data nowhere", "--data nowhere: there is no such")]
    [InlineData("--out eng/run.sh", "is a file")]
    [InlineData("--trials many", "--trials many: give a whole number")]
    [InlineData("--workers=0", "--workers 0: give a whole number")]
    [InlineData("--seed", "--seed needs a value")]
    [InlineData("--out --seed 3", "--out needs a value")]
    public void A_slip_is_refused_before_the_build(string options, string expected)
    {
        var run = Run(options);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("run.sh: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_of_search_is_known()
    {
        var search = Tool.Root().Subcommands.Single(command => command.Name == "search");
        foreach (var option in search.Options.Concat(Tool.Root().Options.Where(option => option.Recursive && option.Name != "--help")))
        {
            var value = option.Name is "--data" ? "eng" : option.ValueType == typeof(bool) ? "" : option.Name is "--budget" ? "1h30m" : "1";
            Assert.Contains("the .NET 10 SDK is needed", Run($"{option.Name} {value}").Errors, StringComparison.Ordinal);
        }
    }

    /// <summary>On a PATH with the tools that the script calls before it builds, and without dotnet.</summary>
    (int ExitCode, string Output, string Errors) Run(string options) => folder.Bash(
        $"mkdir -p bin; for tool in bash dirname basename sed mkdir; do ln -sf \"$(command -v $tool)\" bin/; done; PATH=$PWD/bin bash eng/run.sh {options}");
}
