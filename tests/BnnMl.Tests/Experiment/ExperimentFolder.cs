namespace BnnMl.Tests;

/// <summary>An empty folder for one experiment's files, removed with everything in it.</summary>
sealed class ExperimentFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bnnml-experiment-");

    internal string this[string name] => Path.Combine(folder.FullName, name);

    internal IEnumerable<string> Files => folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal);

    public void Dispose() => folder.Delete(recursive: true);
}
