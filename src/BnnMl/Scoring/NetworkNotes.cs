using System.Globalization;
using System.Text.Json;

namespace BnnMl;

/// <summary>What a network's metadata say of its scores: the classes' names, and the slope that makes probabilities of them.</summary>
static class NetworkNotes
{
    /// <summary>A JSON list of texts; bnnml writes it under the same key.</summary>
    internal const string ClassNamesKey = "class_names";

    const string SlopeKey = "score_slope";

    /// <summary>The names of <paramref name="count"/> classes; "0", "1", … where the metadata have none, or none that fit.</summary>
    internal static ClassNames Of(IReadOnlyDictionary<string, string> metadata, int count)
    {
        if (!metadata.TryGetValue(ClassNamesKey, out var json) || Parse(json) is not { } names || names.Length != count || names.Distinct().Count() != count)
            return ClassNames.Numbered(count);
        return new(names, KeyValues.Of(names));
    }

    /// <summary>What the scores are multiplied by before the softmax; 1 where nothing is said.</summary>
    internal static float Slope(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(SlopeKey, out var text) && float.TryParse(text, CultureInfo.InvariantCulture, out var slope) && slope > 0 && float.IsFinite(slope) ? slope : 1;

    /// <summary>The network with a slope noted.</summary>
    internal static PackedNetwork WithSlope(PackedNetwork network, float slope) => network.With(metadata: new Dictionary<string, string>(network.Metadata)
    {
        [SlopeKey] = slope.ToString("R", CultureInfo.InvariantCulture),
    });

    static string[]? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
