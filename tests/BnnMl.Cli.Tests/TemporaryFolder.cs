namespace BnnMl.Cli.Tests;

/// <summary>A folder of a test's own, removed at its end.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bnnml-cli-");

    internal string Path => folder.FullName;

    /// <summary>Names of all files below, sorted: what a command left behind.</summary>
    internal string[] Files => [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    internal string At(string name) => System.IO.Path.Combine(Path, name);

    internal string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    internal string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }
}
