namespace BnnMl.Cli.Tests.Scripts;

public sealed class PhaseTests : IDisposable
{
    readonly ScriptFolder folder = new();

    [Fact]
    public void What_takes_a_while_is_said_with_its_seconds()
    {
        var run = folder.Bash(". eng/environment.sh; phase 'waiting' sleep 2.5; phase 'nothing' true");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches("^setup: waiting [.]{3} 1 s\nsetup: waiting: done in [23] s\n$", run.Output);
    }

    [Fact]
    public void What_fails_fails_with_its_own_code() =>
        Assert.Equal((7, "after\n", ""), folder.Bash(". eng/environment.sh; phase 'failing' bash -c 'exit 7' || { code=$?; echo after; exit $code; }"));

    [Fact]
    public void A_script_that_stops_on_errors_stops() =>
        Assert.Equal((7, "", ""), folder.Bash("set -euo pipefail; . eng/environment.sh; phase 'failing' bash -c 'exit 7'; echo after"));

    public void Dispose() => folder.Dispose();
}
