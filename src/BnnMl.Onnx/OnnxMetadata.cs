using System.Globalization;

namespace BnnMl.Onnx;

/// <summary>What a file says about its network: the network's own metadata, and these.</summary>
static class OnnxMetadata
{
    const string Network = "bnnml.network";
    const string Input = "bnnml.input";
    const string Classes = "bnnml.classes";
    const string WeightBits = "bnnml.weight_bits";

    internal static IReadOnlyDictionary<string, string> Of(PackedNetwork network) => new SortedDictionary<string, string>(network.Metadata.ToDictionary(), StringComparer.Ordinal)
    {
        [Network] = network.Spec.ToString(),
        [Input] = Text($"{network.Spec.Input.Channels}x{network.Spec.Input.Height}x{network.Spec.Input.Width}"),
        [Classes] = Text($"{network.Spec.Classes}"),
        [WeightBits] = Text($"{network.Spec.WeightBits}"),
    };

    /// <summary>The architecture a file's metadata name.</summary>
    /// <exception cref="FormatException">An entry is missing or can't be read.</exception>
    /// <exception cref="ArgumentException">The entries do not make a network.</exception>
    internal static NetworkSpec Spec(IReadOnlyDictionary<string, string> metadata)
    {
        var sides = Entry(metadata, Input).Split('x');
        if (sides.Length != 3)
            throw new FormatException($"metadata {Input} is \"{metadata[Input]}\", not CxHxW");
        var shape = new MapShape(Number(sides[0], Input), Number(sides[1], Input), Number(sides[2], Input));
        return NetworkSpec.Parse(Entry(metadata, Network), shape, Number(Entry(metadata, Classes), Classes));
    }

    static string Entry(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var value) ? value : throw new FormatException($"metadata {key} is missing");

    static int Number(string text, string key) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"metadata {key} has \"{text}\" in the place of a number");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
