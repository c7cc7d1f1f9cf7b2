namespace BnnMl;

/// <summary>Finds out what a location is and loads it: a folder of idx files, a delimited text file, or the built-in synthetic digits.</summary>
public static class DataSource
{
    /// <summary>The location of the built-in generated digits.</summary>
    public const string Synthetic = "synthetic";

    /// <param name="location"><c>synthetic</c>, a folder with the four idx files of MNIST (plain or .gz), or a delimited text file (plain or .gz).</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="FileNotFoundException">There is nothing at the location, or a folder lacks one of the four files.</exception>
    /// <exception cref="InvalidDataException">A file's content; the message names file, place and remedy.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static DataSplit Load(string location, DataSourceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(location);
        options ??= new();
        options.Validate();
        if (string.Equals(location, Synthetic, StringComparison.OrdinalIgnoreCase))
            return SyntheticDigits.Load(options.SyntheticTrain, options.SyntheticTest, options.Seed);
        if (Directory.Exists(location))
            return IdxFolder.Load(location);
        if (File.Exists(location))
            return TableFile.Load(location, options);
        throw new FileNotFoundException(
            $"{location}: there is no such file or folder. Give a folder with the four idx files of MNIST or Fashion-MNIST, a delimited text file (.csv, .tsv, .txt, also .gz), or the word {Synthetic}.", location);
    }

    /// <summary>Where samples and the tool look when told nothing: <c>$BNNML_DATA</c>, else shared/data/fashion-mnist beside this folder or one above it, else <see cref="Synthetic"/>.</summary>
    public static string DefaultLocation()
    {
        if (Environment.GetEnvironmentVariable("BNNML_DATA") is { Length: > 0 } given)
            return given;
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", "fashion-mnist");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return Synthetic;
    }
}
