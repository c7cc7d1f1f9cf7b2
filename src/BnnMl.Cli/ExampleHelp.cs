using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BnnMl.Cli;

/// <summary>The library's help with an example section below.</summary>
sealed class ExampleHelp(HelpAction help) : SynchronousCommandLineAction
{
    internal static void Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new ExampleHelp((HelpAction)option.Action!);
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var examples = parseResult.CommandResult.Command is ToolCommand command ? command.Examples : ["bnnml search --data fashion-mnist --out run --budget 5m", "bnnml COMMAND --help"];
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
