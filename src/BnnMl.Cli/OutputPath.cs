namespace BnnMl.Cli;

/// <summary>Finds out before long work whether its results can be written.</summary>
static class OutputPath
{
    /// <summary>Tries the folder with an empty file that is removed at once; makes the folder where it is missing.</summary>
    /// <exception cref="IOException">A file can't be written there; the message names the path.</exception>
    internal static void CheckFile(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new UsageException("an output file name is empty: give a path.");
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(path))
            throw new IOException($"{path}: is a folder. Give a file name.");
        if (File.Exists(full) && File.GetAttributes(full).HasFlag(FileAttributes.ReadOnly))
            throw new IOException($"{path}: is read-only. Give another path.");
        if (IsDevice(full))
            throw new IOException($"{path}: is a device, which a renamed file would replace. Give another path.");
        CheckFolder(Path.GetDirectoryName(full)!, path);
    }

    /// <summary>The same for a folder of results.</summary>
    internal static void CheckFolder(string folder) => CheckFolder(string.IsNullOrWhiteSpace(folder) ? throw new UsageException("an output folder name is empty: give a path.") : folder, folder);

    static void CheckFolder(string folder, string shown)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".bnnml-{Guid.NewGuid():N}.tmp");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{shown}: can't be written ({e.Message.TrimEnd('.')}). Give another path.", e);
        }
    }

    static bool IsDevice(string full) => File.Exists(full) && (full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal));
}
