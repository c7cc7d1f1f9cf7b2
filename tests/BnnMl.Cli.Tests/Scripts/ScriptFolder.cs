using System.Diagnostics;

namespace BnnMl.Cli.Tests.Scripts;

/// <summary>An empty repository of its own, with this one's eng folder, in which a script can be run; deleted at the end.</summary>
sealed class ScriptFolder : IDisposable
{
    readonly string above = Directory.CreateTempSubdirectory("bnnml-scripts-").FullName;

    public ScriptFolder()
    {
        var eng = Path.Combine(Machine.RepositoryRoot, "eng");
        foreach (var file in Directory.EnumerateFiles(eng, "*", SearchOption.AllDirectories))
            Write(Path.Combine("eng", Path.GetRelativePath(eng, file)), File.ReadAllText(file));
    }

    public string Root => Path.Combine(above, "repository");

    public string Write(string path, string text)
    {
        var full = Path.GetFullPath(Path.Combine(Root, path));
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <param name="commands">For bash, in the root; environment variables of the form NAME=VALUE may stand before a command.</param>
    public (int ExitCode, string Output, string Errors) Bash(string commands)
    {
        var start = new ProcessStartInfo("bash", ["-c", commands]) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("BNNML_", StringComparison.Ordinal) || name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(inherited);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    public void Dispose() => Directory.Delete(above, recursive: true);
}
