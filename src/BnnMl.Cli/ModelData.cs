using System.Text.Json;

namespace BnnMl.Cli;

/// <summary>Samples to judge a model by, checked against what the model reads and answers.</summary>
static class ModelData
{
    /// <summary>Key of the class names, a JSON list of texts, in a model's metadata.</summary>
    internal const string ClassNames = "class_names";

    /// <summary>The first <paramref name="maxSamples"/> test samples (null: all) in the form the model reads.</summary>
    /// <exception cref="InvalidDataException">The data are of another shape or have other classes.</exception>
    /// <exception cref="UsageException">The model may have been trained on them.</exception>
    internal static Dataset Test(MapShape input, int classes, IReadOnlyDictionary<string, string> metadata, DataSplit split, int? maxSamples)
    {
        var data = split.Test;
        if (data.Shape != input)
            throw new InvalidDataException($"{data.Origin}: samples are {data.Shape}, but the model reads {input}. Give data of the model's shape (see bnnml inspect).");
        if (data.Classes != classes)
            throw new InvalidDataException($"{data.Origin}: there are {data.Classes} classes, but the model has {classes}. Give data with the model's classes.");
        if (metadata.TryGetValue(ClassNames, out var names) && !Names(names).SequenceEqual(data.ClassNames))
            throw new InvalidDataException($"{data.Origin}: its classes ({string.Join(", ", data.ClassNames)}) are not those of the model ({string.Join(", ", Names(names))}). Give data with the model's classes.");
        ModelOrigin.CheckHeldOut(metadata, split);
        return maxSamples < data.Count ? data.Select([.. Enumerable.Range(0, maxSamples.Value)]) : data;
    }

    static IReadOnlyList<string> Names(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(name => name.GetString() ?? "")];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"The model's class names can't be read ({json}): export or train it again.", e);
        }
    }
}
