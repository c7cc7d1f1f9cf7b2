using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using BnnMl.Cli.Options;

namespace BnnMl.Cli;

/// <summary>The library's help with defaults as they are typed, an example section below, and 80 columns where no terminal says how many there are.</summary>
sealed class ExampleHelp(HelpAction help) : SynchronousCommandLineAction
{
    const int WidthWithoutTerminal = 80;

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
        var output = parseResult.InvocationConfiguration.Output;
        if (!ReferenceEquals(output, Console.Out) || Console.IsOutputRedirected)
            help.MaxWidth = WidthWithoutTerminal;
        foreach (var option in parseResult.CommandResult.Command.Options.OfType<IDescribesDefault>())
            option.DescribeDefault();
        var code = help.Invoke(parseResult);
        output.WriteLine("Examples:");
        foreach (var example in parseResult.CommandResult.Command is ToolCommand command ? command.Examples : ["bnnml search --data synthetic --out found --budget 1m", "bnnml COMMAND --help"])
            output.WriteLine($"  {AsCalled(example)}");
        output.WriteLine();
        return code;
    }

    /// <summary>Under eng/bnnml.sh, where nothing is called bnnml, with the words that call it.</summary>
    static string AsCalled(string example) =>
        Environment.GetEnvironmentVariable("BNNML_CALLED") is { Length: > 0 } called ? $"{called}{example["bnnml".Length..]}" : example;
}
