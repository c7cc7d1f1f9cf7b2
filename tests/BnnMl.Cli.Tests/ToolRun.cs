using System.Text.Json;

namespace BnnMl.Cli.Tests;

/// <summary>One run of the tool in this process, through the entry that users have.</summary>
sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>The last line of standard output.</summary>
    internal JsonElement Json => JsonDocument.Parse(Output.TrimEnd().Split('\n')[^1]).RootElement;

    internal static ToolRun Of(params string[] args) => Cancelled(CancellationToken.None, args);

    internal static ToolRun Cancelled(CancellationToken cancel, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Tool.Run(args, output, error, cancel);
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Asserts success and returns the JSON object.</summary>
    internal static JsonElement Succeeds(params string[] args)
    {
        var run = Of([.. args, "--json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Json;
    }

    /// <summary>Asserts exit code 2 with one line on standard error that begins as promised, and returns the line.</summary>
    internal static string IsRefused(params string[] args)
    {
        var run = Of(args);
        var line = run.Error.TrimEnd('\n');
        Assert.StartsWith("bnnml: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode}: {line}");
        return line["bnnml: ".Length..];
    }
}
