using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BnnMl.Benchmarks;

/// <summary>This program again, in a process of its own: for peak memory, and for what is read once per process.</summary>
static class ChildProcess
{
    /// <returns>Its standard output; its standard error passes through.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static string Run(params string[] arguments) => Run([], arguments);

    internal static string Run((string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(ChildProcess).Assembly.Location, Command, .. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var child = Process.Start(start)!;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => End(child));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => End(child));
        var answer = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? answer.Trim() : throw new InvalidOperationException($"the child process {string.Join(' ', arguments)} ended with exit code {child.ExitCode}");
    }

    /// <summary>A child does not outlive who asked for it.</summary>
    static void End(Process child)
    {
        try
        {
            child.Kill();
        }
        catch (InvalidOperationException)
        {
            // it has ended by itself
        }
    }

    /// <summary>The first argument of a child.</summary>
    internal const string Command = "child";
}
