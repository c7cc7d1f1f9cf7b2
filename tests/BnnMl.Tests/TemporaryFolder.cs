namespace BnnMl.Tests;

/// <summary>A folder of a test's own, removed at its end.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bnnml-mlnet-");

    internal string this[string name] => Path.Combine(folder.FullName, name);

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);
}
