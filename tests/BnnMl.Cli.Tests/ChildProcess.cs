using System.Diagnostics;

namespace BnnMl.Cli.Tests;

/// <summary>The tool as a process of its own, for what only a process has: signals, limits, a sudden end.</summary>
static class ChildProcess
{
    static string Tool => Path.Combine(AppContext.BaseDirectory, "bnnml.dll");

    /// <summary>With signals as a terminal would give them: a shell's background job, and all it starts, ignores SIGINT.</summary>
    internal static Process Start(params string[] args) => StartProcess("env", ["--default-signal=INT,TERM", "dotnet", Tool, .. args]);

    /// <summary>With one environment variable, given as NAME=VALUE.</summary>
    internal static async Task<ToolRun> With(string variable, params string[] args)
    {
        using var process = StartProcess("env", [variable, "dotnet", Tool, .. args]);
        return await Ended(process);
    }

    /// <summary>
    /// With a file system of that size mounted on <paramref name="folder"/>, which only the process sees and which holds a file old.onnx; after the run the names and
    /// contents of the files that are there.
    /// </summary>
    internal static async Task<ToolRun> OnSmallDisk(string folder, int kibibytes, params string[] args)
    {
        const string Script = """
            mount -t tmpfs -o size=$1k none "$2" && echo old > "$2/old.onnx" || exit 99
            shift; cd "$1"; shift
            dotnet "$@" > /dev/null; code=$?
            grep -r "" . --with-filename | sed 's,^./,,'
            exit $code
            """;
        using var process = StartProcess("unshare", ["-rm", "bash", "-c", Script, "bash", $"{kibibytes}", folder, Tool, .. args]);
        return await Ended(process);
    }

    internal static async Task Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    internal static async Task<ToolRun> Ended(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        return new ToolRun(process.ExitCode, await output, await error);
    }

    /// <summary>Reads standard output up to the first line that begins so.</summary>
    internal static async Task Line(Process process, string beginning)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException($"The tool ended without a line \"{beginning}…\": {await process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    static Process StartProcess(string program, string[] args) =>
        Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
