namespace BnnMl;

/// <summary>Delimited text files of labelled rows, plain or gzip.</summary>
static class TableFile
{
    internal static DataSplit Load(string path, DataSourceOptions options)
    {
        var layout = TableLayout.Detect(path, options);
        var rows = TableRows.Read(path, layout, options.Missing == MissingValues.Median);
        if (rows.Classes.Count == 1)
            throw new InvalidDataException($"{path}: {layout.Name(layout.Label)}, the label, is {rows.Classes.Names[0]} in every row. A classifier needs at least two classes: name another label column.");
        var testPath = options.TestLocation ?? TestFileBeside(path);
        return testPath is null ? SplitRows(path, layout, rows, options) : WithTestFile(path, testPath, layout, rows, options);
    }

    static DataSplit SplitRows(string path, TableLayout layout, TableRows rows, DataSourceOptions options)
    {
        var (train, test) = StratifiedSplit.Rows(rows.Labels.ToArray(), options.TestFraction, options.Seed);
        if (test.Length == 0)
            throw new InvalidDataException($"{path}: no class has two rows, so that none can be held out to test on. Give more rows, or a file to test on.");
        var features = new TableFeatures(path, layout, rows, train, options);
        var share = $"{test.Length} of its {rows.Labels.Count} rows, drawn per class with seed {options.Seed}";
        return new DataSplit(features.Make(rows, train, $"{path} (without {share})"), features.Make(rows, test, $"{path} ({share})"));
    }

    static DataSplit WithTestFile(string path, string testPath, TableLayout layout, TableRows rows, DataSourceOptions options)
    {
        var testLayout = TableLayout.Detect(testPath, options);
        if (testLayout.Columns != layout.Columns)
            throw new InvalidDataException($"{testPath}: has {testLayout.Columns} columns, but {path} has {layout.Columns}. Give files with the same columns.");
        if (layout.Names is not null && testLayout.Names is not null && !layout.Names.SequenceEqual(testLayout.Names))
            throw new InvalidDataException($"{testPath}: its columns are not those of {path}: {string.Join(", ", testLayout.Names.Except(layout.Names).DefaultIfEmpty("another order").Take(20))}. Give files with the same columns.");
        var testRows = TableRows.ReadLike(rows, testPath, layout with { HeaderLine = testLayout.HeaderLine, Delimiter = testLayout.Delimiter });
        int[] train = [.. Enumerable.Range(0, rows.Labels.Count)], test = [.. Enumerable.Range(0, testRows.Labels.Count)];
        var features = new TableFeatures(path, layout, rows, train, options);
        return new DataSplit(features.Make(rows, train, path), features.Make(testRows, test, testPath));
    }

    /// <summary>X-test.csv for X-train.csv (also _train, .train and train alone, any ending), where it exists.</summary>
    static string? TestFileBeside(string path)
    {
        var name = Path.GetFileName(path);
        var at = name.LastIndexOf("train.", StringComparison.Ordinal);
        if (at < 0 || (at > 0 && !"-_.".Contains(name[at - 1], StringComparison.Ordinal)))
            return null;
        var beside = Path.Combine(Path.GetDirectoryName(path) ?? "", string.Concat(name.AsSpan(0, at), "test", name.AsSpan(at + 5)));
        return File.Exists(beside) ? beside : null;
    }
}
