using System.Text.Json;

namespace BnnMl.Cli.Output;

/// <summary>A model's metadata as people read them: JSON without its signs, with blanks to wrap at; other texts as they are.</summary>
static class MetadataText
{
    internal static string Of(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    static string Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", element.EnumerateArray().Select(Of)),
        JsonValueKind.Object => string.Join("; ", element.EnumerateObject().Select(member => $"{member.Name.Replace('_', ' ')} {Member(element, member)}")),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? $"{whole}" : $"{element.GetDouble():G6}",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => element.ToString(),
    };

    static string Member(JsonElement record, JsonProperty member) => member.Name switch
    {
        "epochs" or "best_epoch" or "planned_epochs" when Number(record, "batch") / Number(record, "samples") is > 0 and var perStep && Number(record, member.Name) is { } epochs =>
            EpochText.Of(epochs, perStep),
        _ when member.Value.ValueKind == JsonValueKind.Object => $"({Of(member.Value)})",
        _ => Of(member.Value),
    };

    static double? Number(JsonElement record, string name) => record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
