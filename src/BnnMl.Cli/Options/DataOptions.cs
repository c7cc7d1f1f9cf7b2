using System.CommandLine;

namespace BnnMl.Cli.Options;

/// <summary>Where samples come from, for the commands that read data.</summary>
sealed class DataOptions
{
    readonly Option<string> data = new("--data")
    {
        HelpName = "DIR|FILE|synthetic",
        Description = "A folder with the four idx files of MNIST or Fashion-MNIST, a delimited text file (.csv, .tsv, .txt; also .gz), or the built-in synthetic digits.",
        Required = true,
    };

    readonly Option<string?> labelColumn = new("--label-column") { HelpName = "NAME|NUMBER", Description = "The label's column in a text file: its name, or its number from 0 (-1: the last). Else the one called label, class or target, else the last." };
    readonly Option<string?> testData = new("--test-data") { HelpName = "FILE", Description = "Test rows in a text file of their own. Else X-test beside X-train, else a fifth of the rows." };
    readonly Option<MapShape?> imageShape = Typed.Option<MapShape?>("--image-shape", "CxHxW", "Read a text file's features as images, in C, H, W order (HxW: one channel).", text => MapShape.Parse(text));
    readonly Option<char?> delimiter = Typed.Option<char?>("--delimiter", "comma|tab|semicolon|space", "What parts a text file's fields. Else the one that cuts all lines alike.",
        text => Typed.Word(("comma", ','), ("tab", '\t'), ("semicolon", ';'), ("space", ' '))(text));
    readonly Option<bool?> header = Typed.Option<bool?>("--header", "yes|no", "Whether a text file's first line holds names. Else found out.", text => Typed.Word(("yes", true), ("no", false))(text));
    readonly Option<MissingValues> missing = Typed.Option("--missing", "refuse|median", "What a missing number (empty or ?) of a text file becomes.",
        Typed.Word(("refuse", MissingValues.Refuse), ("median", MissingValues.Median)), "refuse");
    readonly Option<int> seed = Typed.Option("--data-seed", "N", "Of the synthetic digits, and of the rows held out of a text file without a test file. Give the same to train and evaluate.", Quantity.Index, "0");

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { data, labelColumn, testData, imageShape, delimiter, header, missing, seed })
            command.Add(option);
    }

    /// <summary>Refuses to write over what is read.</summary>
    internal void CheckNotWritten(ParseResult parse, string output)
    {
        if (new[] { Location(parse), parse.GetValue(testData) }.Any(input => input is { Length: > 0 } && Path.GetFullPath(input) == Path.GetFullPath(output)))
            throw new UsageException($"{output}: is the data too, and would be written over: give --out another name.");
    }

    internal string Location(ParseResult parse) => parse.GetRequiredValue(data);

    internal DataSplit Load(ParseResult parse) => DataSource.Load(Location(parse), new DataSourceOptions
    {
        LabelColumn = parse.GetValue(labelColumn),
        TestLocation = parse.GetValue(testData),
        Shape = parse.GetValue(imageShape),
        Delimiter = parse.GetValue(delimiter),
        HasHeader = parse.GetValue(header),
        Missing = parse.GetValue(missing),
        Seed = parse.GetValue(seed),
    });
}
