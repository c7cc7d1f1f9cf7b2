using System.Globalization;
using System.Text.RegularExpressions;

namespace BnnMl;

/// <summary>The literature's layer notation: C64, C64k5, C64v, D16, MP2, FC2048, joined by '-'.</summary>
static partial class NetworkNotation
{
    static readonly Dictionary<string, string> Presets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["FC"] = "FC2048-FC2048",
        ["VGG3"] = "C64-MP2-C64-MP2-FC2048",
        ["VGG7"] = "C128-C128-MP2-C256-C256-MP2-C512-C512-MP2-FC1024",
        ["CNV"] = "C64v-C64v-MP2-C128v-C128v-MP2-C256v-C256v-FC512-FC512",
    };

    internal static IEnumerable<LayerSpec> Parse(string notation)
    {
        ArgumentNullException.ThrowIfNull(notation);
        var text = Presets.GetValueOrDefault(notation.Trim(), notation.Trim());
        return text.Length == 0 ? [] : text.Split('-').Select(part => Layer(part.Trim(), notation)).ToArray();
    }

    static LayerSpec Layer(string part, string notation)
    {
        var match = Token().Match(part);
        if (!match.Success)
            throw new FormatException($"\"{part}\" in network \"{notation}\" is not a layer: write C64, C64k5, C64v, D16, MP2 or FC128, joined by '-', or a preset ({string.Join(", ", Presets.Keys)}).");
        if (match.Groups["pool"].Success)
            return new LayerSpec.MaxPool();
        var written = match.Groups["count"].Value;
        if (!int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > LayerSpec.MaxUnits)
            throw new ArgumentOutOfRangeException(nameof(notation), $"\"{part}\" in network \"{notation}\" has {written} units: write 1 to {LayerSpec.MaxUnits}.");
        var kernel = match.Groups["kernel"].Success ? match.Groups["kernel"].ValueSpan[0] - '0' : 3;
        if (kernel is not (1 or 3 or 5))
            throw new ArgumentOutOfRangeException(nameof(notation), $"\"{part}\" in network \"{notation}\" has a kernel of {kernel}x{kernel}: write k1, k3 or k5.");
        return match.Groups["kind"].Value.ToUpperInvariant() switch
        {
            "FC" => new LayerSpec.Dense(count),
            "C" => new LayerSpec.Convolution(count, kernel, match.Groups["valid"].Success),
            "D" => new LayerSpec.Convolution(count, kernel, concatenate: true),
            var kind => throw new FormatException($"\"{kind}\" in network \"{notation}\" is not a kind of layer."),
        };
    }

    [GeneratedRegex("^(?:(?<pool>MP2)|(?<kind>FC)(?<count>[0-9]+)|(?<kind>C)(?<count>[0-9]+)(?:k(?<kernel>[0-9]))?(?<valid>v)?|(?<kind>D)(?<count>[0-9]+)(?:k(?<kernel>[0-9]))?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
