using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BnnMl.Benchmarks;

/// <summary>
/// A side in a process of its own, for what is read once per process: it waits, without using the processor, until it is asked for a run, and answers when that is done. The
/// question and its answer take some hundredths of a millisecond.
/// </summary>
sealed class RemoteSide : IDisposable
{
    const string Ready = "ready";
    readonly Process child;
    readonly PosixSignalRegistration interrupted;
    readonly PosixSignalRegistration terminated;

    /// <param name="name">Of the side.</param>
    /// <param name="environment">Variables that differ from this process's; null takes one away.</param>
    /// <param name="arguments">Of the child, which calls <see cref="Serve"/>.</param>
    internal RemoteSide(string name, (string Name, string? Value)[] environment, params string[] arguments)
    {
        var start = ChildProcess.Start(environment, arguments);
        start.RedirectStandardInput = true;
        child = Process.Start(start)!;
        interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => ChildProcess.End(child));
        terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => ChildProcess.End(child));
        Side = new(name, Run);
        Answer();
    }

    internal Side Side { get; }

    /// <summary>What the child does: a run per line that comes in, until none does.</summary>
    internal static void Serve(Action run)
    {
        Console.WriteLine(Ready);
        while (Console.ReadLine() is not null)
        {
            run();
            Console.WriteLine(Ready);
        }
    }

    public void Dispose()
    {
        child.StandardInput.Close();
        child.WaitForExit();
        interrupted.Dispose();
        terminated.Dispose();
        child.Dispose();
    }

    void Run()
    {
        child.StandardInput.WriteLine();
        child.StandardInput.Flush();
        Answer();
    }

    void Answer()
    {
        if (child.StandardOutput.ReadLine() != Ready)
            throw new InvalidOperationException($"the child process of {Side.Name} ended before it answered");
    }
}
