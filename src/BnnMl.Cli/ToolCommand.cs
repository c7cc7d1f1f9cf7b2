using System.CommandLine;
using BnnMl.Cli.Output;

namespace BnnMl.Cli;

/// <summary>A command with examples, whose work gets a <see cref="Terminal"/> to talk through.</summary>
sealed class ToolCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Full command lines, shown by --help.</summary>
    internal IReadOnlyList<string> Examples => examples;

    /// <summary>The work: returns the exit code, or throws what <see cref="Failure"/> turns into one. A kernel that BNNML_KERNEL forces and that is not here is refused before it.</summary>
    internal ToolCommand Runs(Func<ParseResult, Terminal, CancellationToken, int> work) => RunsAnywhere((parse, terminal, cancel) =>
    {
        _ = KernelSelector.Chosen;
        return work(parse, terminal, cancel);
    });

    /// <summary>The same, whatever kernel is forced.</summary>
    internal ToolCommand RunsAnywhere(Func<ParseResult, Terminal, CancellationToken, int> work)
    {
        SetAction((parse, cancel) => Task.FromResult(work(parse, Terminal.Of(parse), cancel)));
        return this;
    }
}
