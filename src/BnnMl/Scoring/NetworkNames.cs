using System.Text.Json;

namespace BnnMl;

/// <summary>The classes' names in a network's metadata.</summary>
static class NetworkNames
{
    /// <summary>A JSON list of texts; bnnml writes it under the same key.</summary>
    internal const string Key = "class_names";

    /// <summary>The names of <paramref name="count"/> classes; "0", "1", … where the metadata have none, or none that fit.</summary>
    internal static ClassNames Of(IReadOnlyDictionary<string, string> metadata, int count)
    {
        if (!metadata.TryGetValue(Key, out var json) || Parse(json) is not { } names || names.Length != count || names.Distinct().Count() != count)
            return ClassNames.Numbered(count);
        return new(names, KeyValues.Of(names));
    }

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
