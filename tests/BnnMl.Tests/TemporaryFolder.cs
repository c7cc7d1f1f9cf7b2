namespace BnnMl.Tests;

/// <summary>A folder of a test's own, removed at its end.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bnnml-mlnet-");

    internal string this[string name] => Path.Combine(folder.FullName, name);

    /// <summary>Names of what lies in it.</summary>
    internal IEnumerable<string> Files => folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);
}
