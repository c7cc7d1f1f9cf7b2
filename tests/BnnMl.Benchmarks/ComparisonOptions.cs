using System.Globalization;

namespace BnnMl.Benchmarks;

/// <summary>What a comparison is asked for.</summary>
/// <param name="Rows">In the order of the table.</param>
/// <param name="Minutes">About how long to measure; by default the share of the chosen rows in what all of them take.</param>
/// <param name="OutFile">Null for the file named by the processor.</param>
/// <param name="Data">Where the images are; null for <see cref="DataSource.DefaultLocation"/>.</param>
sealed record ComparisonOptions(IReadOnlyList<IRow> Rows, double Minutes, string? OutFile, string? Data = null)
{
    const double DefaultMinutes = 9;

    /// <exception cref="ArgumentException">An argument is unknown, or its value is not possible; the message says what is.</exception>
    internal static ComparisonOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ComparisonOptions(AllRows.List, 0, null);
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            if (name is not ("--only" or "--minutes" or "--out" or "--data"))
                throw new ArgumentException($"{name} is not known here: give --only ROW[,ROW], --minutes N, --out FILE or --data DIR (--help lists the rows).");
            value ??= ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{name} needs a value, such as --only vgg3-fp32,vgg3-latency, --minutes 5, --out bench.md, --data fashion-mnist.");
            options = name switch
            {
                "--only" => options with { Rows = Chosen(value) },
                "--minutes" => options with { Minutes = Number(value) },
                "--out" => options with { OutFile = value },
                _ => options with { Data = value },
            };
        }

        return options.Minutes > 0 ? options : options with { Minutes = DefaultMinutes * options.Rows.Sum(row => row.Weight) / AllRows.List.Sum(row => row.Weight) };
    }

    static IReadOnlyList<IRow> Chosen(string value)
    {
        var keys = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = keys.Where(key => AllRows.List.All(row => row.Key != key)).ToArray();
        if (unknown.Length > 0 || keys.Length == 0)
            throw new ArgumentException($"--only {value}: {(unknown.Length > 0 ? $"there is no row {string.Join(", ", unknown)}" : "names no row")}. The rows are {string.Join(", ", AllRows.List.Select(row => row.Key))}.");
        return [.. AllRows.List.Where(row => keys.Contains(row.Key))];
    }

    static double Number(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= 600
        ? minutes
        : throw new ArgumentException($"--minutes {value}: give a number above 0, up to 600, such as {DefaultMinutes}.");
}
