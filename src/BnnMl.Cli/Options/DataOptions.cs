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
    readonly Option<MapShape?> imageShape = Typed.Option<MapShape?>("--image-shape", "CxHxW", "Read a text file's features as images, in C, H, W order.", text => Shape(text));

    internal void AddTo(Command command)
    {
        command.Add(data);
        command.Add(labelColumn);
        command.Add(testData);
        command.Add(imageShape);
    }

    internal string Location(ParseResult parse) => parse.GetRequiredValue(data);

    internal DataSplit Load(ParseResult parse, int seed) => DataSource.Load(Location(parse), new DataSourceOptions
    {
        LabelColumn = parse.GetValue(labelColumn),
        TestLocation = parse.GetValue(testData),
        Shape = parse.GetValue(imageShape),
        Seed = seed,
    });

    static MapShape Shape(string text)
    {
        var sides = text.Split('x', 'X');
        return sides.Length == 3
            ? new MapShape(Quantity.Count(sides[0]), Quantity.Count(sides[1]), Quantity.Count(sides[2]))
            : throw new FormatException($"\"{text}\" is not a shape: write channels, height and width, for example 1x28x28.");
    }
}
