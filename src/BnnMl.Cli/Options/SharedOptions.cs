using System.CommandLine;

namespace BnnMl.Cli.Options;

/// <summary>Options of every command.</summary>
static class SharedOptions
{
    internal static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object as the last line of standard output.", Recursive = true };

    internal static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show where an error came from (or set BNNML_DEBUG=1).", Recursive = true };

    internal static Option<int> Seed(string what) => Typed.Option("--seed", "S", what, Quantity.Index, "0");

    /// <summary>Every command takes a seed, so that a script may give one to all; to these it says nothing.</summary>
    internal static Option<int> UnusedSeed() => Seed("Without effect: nothing here is random.");

    internal static Option<int> Threads() => Typed.Option("--threads", "T", "Threads; 0 uses every core. The result does not depend on it.", Quantity.Index, "0");

    internal static Option<string> Out(string helpName, string description) => new("--out") { HelpName = helpName, Description = description, Required = true };
}
