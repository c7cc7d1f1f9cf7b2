using System.Text.Json;
using System.Text.Json.Nodes;

namespace BnnMl.Search;

/// <summary>What one trial evaluates: an architecture and how to train it. Compared by value.</summary>
public sealed record Candidate(NetworkSpec Network, TrainingGenes Training)
{
    /// <summary>The canonical text: two candidates are the same exactly when their texts are. "C32-MP2-FC128 loss=ce train_ber=0 learning_rate=0.003".</summary>
    public override string ToString() => $"{Network} {Training}";

    /// <summary>One line of JSON with everything that is needed to build the candidate again.</summary>
    public string ToJson() => new JsonObject
    {
        ["network"] = Network.ToString(),
        ["input"] = new JsonArray(Network.Input.Channels, Network.Input.Height, Network.Input.Width),
        ["classes"] = Network.Classes,
        ["loss"] = Training.Loss,
        ["train_ber"] = Training.BitErrorRate,
        ["learning_rate"] = Training.LearningRate,
    }.ToJsonString();

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The text is not a candidate; the message says why.</exception>
    public static Candidate FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4 });
            var root = document.RootElement;
            var input = root.GetProperty("input");
            var network = NetworkSpec.Parse(
                root.GetProperty("network").GetString()!,
                new MapShape(input[0].GetInt32(), input[1].GetInt32(), input[2].GetInt32()),
                root.GetProperty("classes").GetInt32());
            var training = new TrainingGenes(
                root.GetProperty("loss").GetString()!, root.GetProperty("train_ber").GetDouble(), root.GetProperty("learning_rate").GetDouble());
            return new Candidate(network, training);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"The text is not a candidate ({error.Message}): expected one line as Candidate.ToJson writes it.", error);
        }
    }
}
