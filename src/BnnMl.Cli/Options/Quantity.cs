using System.Globalization;
using System.Text.RegularExpressions;

namespace BnnMl.Cli.Options;

/// <summary>Sizes, durations, rates and counts as people write them.</summary>
/// <remarks>All parsers throw <see cref="FormatException"/> with the text given and what would be right.</remarks>
static partial class Quantity
{
    static readonly Dictionary<string, long> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = 1,
        ["B"] = 1,
        ["KiB"] = 1 << 10,
        ["MiB"] = 1 << 20,
        ["GiB"] = 1 << 30,
        ["kB"] = 1_000,
        ["MB"] = 1_000_000,
        ["GB"] = 1_000_000_000,
    };

    /// <summary>Bytes from "102400", "100KiB", "1.5MiB" or "100kB" (1,000).</summary>
    internal static long Bytes(string text)
    {
        var match = SizePattern().Match(text);
        if (!match.Success || !Units.TryGetValue(match.Groups["unit"].Value, out var unit))
            throw new FormatException($"\"{text}\" is not a size: write 102400, 100KiB or 1MiB.");
        var bytes = double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * unit;
        return bytes is >= 1 and < 1L << 50 ? (long)bytes : throw new FormatException($"\"{text}\" is not a possible size: at least 1 byte.");
    }

    /// <summary>A positive time from "90s", "5m", "2h", "1h30m" or "1m30s".</summary>
    internal static TimeSpan Duration(string text)
    {
        var match = DurationPattern().Match(text);
        if (!match.Success || text.Length == 0)
            throw new FormatException($"\"{text}\" is not a time: write 90s, 5m, 2h or 1h30m.");
        var seconds = (3600 * Part(match, "h")) + (60 * Part(match, "m")) + Part(match, "s");
        return seconds is > 0 and <= 8_640_000 ? TimeSpan.FromSeconds(seconds) : throw new FormatException($"\"{text}\" is not a possible time: more than 0s, at most 2400h.");
    }

    /// <summary>A probability in [0, 1] from "0.1", "1e-3" or "10%".</summary>
    internal static double Rate(string text)
    {
        var percent = text.EndsWith('%');
        if (!double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            throw new FormatException($"\"{text}\" is not a rate: write 0.1, 1e-3 or 10%.");
        value = percent ? value / 100 : value;
        return value is >= 0 and <= 1 ? value : throw new FormatException($"\"{text}\" is not a possible rate: from 0 to 1, or 0% to 100%.");
    }

    /// <summary>Rates, ascending and each once, from "0,0.01,10%".</summary>
    internal static IReadOnlyList<double> Rates(string text) => [.. text.Split(',').Select(part => Rate(part.Trim())).Distinct().Order()];

    /// <summary>A whole number from 1.</summary>
    internal static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1
        ? value
        : throw new FormatException($"\"{text}\" is not a whole number from 1 to {int.MaxValue}.");

    /// <summary>A whole number from 0.</summary>
    internal static int Index(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new FormatException($"\"{text}\" is not a whole number from 0 to {int.MaxValue}.");

    /// <summary>A finite number above 0.</summary>
    internal static double Positive(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value)
        ? value
        : throw new FormatException($"\"{text}\" is not a number above 0.");

    static double Part(Match match, string unit) => match.Groups[unit].Success ? double.Parse(match.Groups[unit].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?<number>[0-9]{1,18}(\.[0-9]{1,9})?) ?(?<unit>[A-Za-z]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex SizePattern();

    [GeneratedRegex(@"^((?<h>[0-9]{1,9}(\.[0-9]{1,9})?)h)?((?<m>[0-9]{1,9}(\.[0-9]{1,9})?)m)?((?<s>[0-9]{1,9}(\.[0-9]{1,9})?)s)?$", RegexOptions.CultureInvariant)]
    private static partial Regex DurationPattern();
}
