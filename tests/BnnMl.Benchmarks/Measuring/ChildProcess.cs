using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BnnMl.Benchmarks;

/// <summary>This program again, in a process of its own: for peak memory, and for what is read once per process.</summary>
static class ChildProcess
{
    /// <returns>Its standard output; its standard error passes through.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static string Run(params string[] arguments) => Run([], arguments);

    internal static string Run((string Name, string? Value)[] environment, params string[] arguments)
    {
        using var child = Process.Start(Start(environment, arguments))!;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => End(child));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => End(child));
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => End(child));
        var answer = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? answer.Trim() : throw new InvalidOperationException($"the child process {string.Join(' ', arguments)} ended with exit code {child.ExitCode}");
    }

    /// <summary>How to start one; it finds the images where this process does.</summary>
    /// <param name="environment">Variables that differ from this process's; null takes one away.</param>
    /// <param name="arguments">After <see cref="Command"/>.</param>
    internal static ProcessStartInfo Start((string Name, string? Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(ChildProcess).Assembly.Location, Command, .. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment.Append(("BNNML_DATA", Images.Location)))
            start.Environment[name] = value;
        return start;
    }

    /// <summary>A child does not outlive who asked for it.</summary>
    internal static void End(Process child)
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
