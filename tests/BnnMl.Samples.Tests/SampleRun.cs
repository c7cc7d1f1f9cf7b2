using System.Diagnostics;

namespace BnnMl.Samples.Tests;

/// <summary>A sample run as a user runs it, in an empty folder of its own.</summary>
sealed class SampleRun : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bnnml-sample-");

    internal IEnumerable<string> Files => folder.GetFiles().Select(file => file.Name).Order();

    /// <summary>Asserts exit code 0 and returns what was printed.</summary>
    internal async Task<string> Output(string program, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. args])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (standard, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var printed = await standard + await error;
        Assert.True(process.ExitCode == 0, printed);
        return printed;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
