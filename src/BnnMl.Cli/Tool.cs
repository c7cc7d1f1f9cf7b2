using System.CommandLine;
using BnnMl.Cli.Commands;
using BnnMl.Cli.Options;

namespace BnnMl.Cli;

/// <summary>The whole tool as a function from arguments to an exit code, so that tests run what users run.</summary>
static class Tool
{
    internal static int Run(string[] args, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var verbose = args.Contains("--verbose") || Environment.GetEnvironmentVariable("BNNML_DEBUG") == "1";
        try
        {
            var parse = Root().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parse.Errors.Count > 0)
                throw new UsageException(UsageMessage.Of(parse));
            var invocation = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return parse.InvokeAsync(invocation, cancel).GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // the tool's last line of defence: every failure becomes one line and an exit code
        catch (Exception e)
#pragma warning restore CA1031
        {
            var failure = Failure.Of(e, cancel);
            error.WriteLine($"bnnml: {failure.Message}");
            if (verbose)
                error.WriteLine(e);
            return failure.ExitCode;
        }
    }

    internal static RootCommand Root()
    {
        var root = new RootCommand("Finds, trains, proves and ships binarized neural networks that survive bit errors.")
        {
            SharedOptions.Json,
            SharedOptions.Verbose,
        };
        foreach (var command in AllCommands.Create())
            root.Add(command);
        ExampleHelp.Install(root);
        return root;
    }
}
