using System.Text.Json;

namespace BnnMl.Cli;

/// <summary>What the tool adds to the training record that an engine writes into a model: where its samples came from and what its classes are called.</summary>
static class ModelOrigin
{
    internal static PackedNetwork Attach(PackedNetwork network, Dataset data) => network.With(metadata: new Dictionary<string, string>(network.Metadata)
    {
        [ModelData.ClassNames] = JsonSerializer.Serialize([.. data.ClassNames], TextsJson.Default.StringArray),
        ["training_data"] = $"{Path.GetFileName(data.Origin)}, {data.Count} samples",
        ["made_by"] = $"bnnml {typeof(ModelOrigin).Assembly.GetName().Version!.ToString(3)}",
    });
}
