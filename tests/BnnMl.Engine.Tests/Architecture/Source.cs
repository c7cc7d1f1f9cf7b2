namespace BnnMl.Engine.Tests.Architecture;

/// <summary>The hand-written sources of a project.</summary>
static class Source
{
    public static string Folder { get; } = Path.Combine(Machine.RepositoryRoot, "src");

    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    /// <returns>Path below the project's folder, with forward slashes, and text.</returns>
    public static IReadOnlyList<(string Path, string Text)> Of(string project)
    {
        var folder = Path.Combine(Folder, project);
        return [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order()
            .Select(path => (Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path)))];
    }
}
