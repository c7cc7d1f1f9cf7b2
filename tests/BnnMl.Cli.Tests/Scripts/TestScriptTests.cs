namespace BnnMl.Cli.Tests.Scripts;

/// <summary>eng/test.sh finds slips in its options before it builds: here there is nothing to build, and no SDK on PATH.</summary>
public sealed class TestScriptTests : IDisposable
{
    readonly ScriptFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--slwo", "no option --slwo")]
    [InlineData("BnnMl.Tests", "no option BnnMl.Tests")]
    [InlineData("--filter", "--filter needs a value")]
    [InlineData("--project BnnMl.Nothing", "is not a folder in tests")]
    public void A_slip_is_refused_before_the_build(string options, string expected)
    {
        var run = Run(options);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("test.sh: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--slow --filter FullyQualifiedName~Kernel")]
    [InlineData("--blame-hang --blame-hang-timeout 5m --diag:log.txt -l html --logger=trx -- xUnit.MaxParallelThreads=1")]
    public void What_dotnet_test_knows_is_passed_on(string options) => Assert.Contains("the .NET 10 SDK is needed", Run(options).Errors, StringComparison.Ordinal);

    /// <summary>On a PATH with the tools that the script calls before it builds, and without dotnet.</summary>
    (int ExitCode, string Output, string Errors) Run(string options) => folder.Bash(
        $"mkdir -p bin; for tool in bash dirname basename sed mkdir; do ln -sf \"$(command -v $tool)\" bin/; done; PATH=$PWD/bin bash eng/test.sh {options}");
}
