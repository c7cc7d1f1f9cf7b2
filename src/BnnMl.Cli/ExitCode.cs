namespace BnnMl.Cli;

/// <summary>What `bnnml` returns to its caller. Scripts rely on these numbers.</summary>
static class ExitCode
{
    internal const int Success = 0;

    /// <summary>The work itself failed: training diverged, two engines disagree, an unexpected error.</summary>
    internal const int Failed = 1;

    /// <summary>Bad usage, bad input, or an output that can't be written.</summary>
    internal const int BadInput = 2;

    /// <summary>Ctrl-C or SIGTERM: 128 + SIGINT, whichever it was.</summary>
    internal const int Cancelled = 130;
}
