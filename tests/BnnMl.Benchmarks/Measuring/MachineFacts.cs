using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace BnnMl.Benchmarks;

/// <summary>What results are valid for.</summary>
static partial class MachineFacts
{
    /// <summary>"Intel(R) Xeon(R) Processor @ 2.50GHz, family 6, model 85, stepping 7, 2 cores".</summary>
    internal static string Processor { get; } = $"{Field("model name") ?? RuntimeInformation.ProcessArchitecture.ToString()}{Part("cpu family", "family")}{Part("model", "model")}{Part("stepping", "stepping")}, {Environment.ProcessorCount} cores";

    /// <summary>The same as the name of a file.</summary>
    internal static string FileName { get; } = Other().Replace(Processor.ToLowerInvariant().Replace("(r)", "", StringComparison.Ordinal).Replace("(tm)", "", StringComparison.Ordinal), "-").Trim('-') + ".md";

    /// <summary>Means over 1, 5 and 15 minutes; "unknown" where the system does not say.</summary>
    internal static string Load => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    internal static string Platform { get; } = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}, kernel {Environment.OSVersion.Version}";

    /// <summary>Of the repository that the program was built in; "+" where files were changed since.</summary>
    internal static string Commit { get; } = Git("rev-parse", "--short", "HEAD") is { } hash ? hash + (Git("status", "--porcelain", "--untracked-files=no") is "" or null ? "" : "+") : "unknown";

    /// <summary>The folder above the program that has the solution; null where it was copied elsewhere.</summary>
    internal static string? Repository
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, "BnnMl.sln")))
                folder = Path.GetDirectoryName(folder);
            return folder;
        }
    }

    static string Part(string field, string name) => Field(field) is { } value ? $", {name} {value}" : "";

    static string? Field(string name)
    {
        if (!File.Exists("/proc/cpuinfo"))
            return null;
        return File.ReadLines("/proc/cpuinfo").Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).FirstOrDefault(parts => parts is [var key, _] && key == name)?[1];
    }

    static string? Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", AppContext.BaseDirectory, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var answer = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? answer : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex("[^a-z0-9.]+")]
    private static partial Regex Other();
}
