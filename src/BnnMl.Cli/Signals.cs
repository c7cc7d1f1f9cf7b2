using System.Runtime.InteropServices;

namespace BnnMl.Cli;

/// <summary>Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP): the first cancels <see cref="Token"/>, so that work stops at a clean place; the second ends the process at once.</summary>
sealed class Signals : IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration[] registrations;
    int received;

    internal Signals() => registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Stop))];

    internal CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref received) > 1)
            Environment.Exit(ExitCode.Cancelled);
        source.Cancel();
    }
}
