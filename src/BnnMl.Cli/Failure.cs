using System.Text.RegularExpressions;

namespace BnnMl.Cli;

/// <summary>What a user sees of an exception: one line, and the exit code that belongs to its kind.</summary>
sealed partial record Failure(int ExitCode, string Message)
{
    internal static Failure Of(Exception exception, CancellationToken cancel)
    {
        var e = exception;
        while (e is AggregateException { InnerException: { } inner })
            e = inner;
        return e switch
        {
            OperationCanceledException when e.Message == new OperationCanceledException().Message || e is TaskCanceledException =>
                new(Cli.ExitCode.Cancelled, "stopped; nothing was written."),
            OperationCanceledException => new(Cli.ExitCode.Cancelled, OneLine(e.Message)),
            ArgumentNullException => new(Cli.ExitCode.Failed, $"{OneLine(e.Message)} This is a fault of bnnml; run again with --verbose for where."),
            UsageException or ArgumentException or FormatException or InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException =>
                new(Cli.ExitCode.BadInput, OneLine(e.Message)),
            _ when cancel.IsCancellationRequested => new(Cli.ExitCode.Cancelled, $"stopped ({OneLine(e.Message)})."),
            _ when e.GetType().Assembly.GetName().Name!.StartsWith("BnnMl", StringComparison.OrdinalIgnoreCase) => new(Cli.ExitCode.Failed, OneLine(e.Message)),
            _ => new(Cli.ExitCode.Failed, $"{e.GetType().Name}: {OneLine(e.Message)} Run again with --verbose for where."),
        };
    }

    /// <summary>Without line breaks, and without the name of a parameter that only a programmer knows.</summary>
    static string OneLine(string message) => Blanks().Replace(Parameter().Replace(message, ""), " ").Trim();

    [GeneratedRegex(@"\s*\(Parameter '[^']*'\)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();
}
