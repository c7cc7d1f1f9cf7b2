using System.Text.Json;

namespace BnnMl.Cli;

/// <summary>What the tool adds to the training record that an engine writes into a model: where its samples came from and what its classes are called.</summary>
static class ModelOrigin
{
    const string TrainingData = "training_data";

    /// <summary>How the origin of training rows goes on where the test rows are of the same file.</summary>
    const string HeldOut = " (without ";

    /// <summary>Refuses rows that the model may have been trained on: those that another seed held out of the same file.</summary>
    internal static void CheckHeldOut(IReadOnlyDictionary<string, string> metadata, DataSplit split)
    {
        var given = Describe(split.Train);
        var begin = given.IndexOf(HeldOut, StringComparison.Ordinal);
        if (begin >= 0 && metadata.TryGetValue(TrainingData, out var trained) && trained != given && trained.StartsWith(given[..(begin + HeldOut.Length)], StringComparison.Ordinal))
            throw new UsageException($"{split.Test.Origin}: the model was trained on other rows of that file ({trained}) and knows some of these. Give the --data-seed it was trained with, or rows of their own by --test-data.");
    }

    internal static PackedNetwork Attach(PackedNetwork network, Dataset data) => network.With(metadata: new Dictionary<string, string>(network.Metadata)
    {
        [ModelData.ClassNames] = JsonSerializer.Serialize([.. data.ClassNames], TextsJson.Default.StringArray),
        [TrainingData] = Describe(data),
        ["made_by"] = $"bnnml {typeof(ModelOrigin).Assembly.GetName().Version!.ToString(3)}",
    });

    static string Describe(Dataset data) => $"{Path.GetFileName(data.Origin)}, {data.Count} samples";
}
