using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace BnnMl;

/// <summary>All that a saved chain has to carry of a transformer, as one text. The texts of a loaded chain live as long as it does; each is decoded once.</summary>
/// <param name="Binary">The task: two classes as yes or no, else any number of them.</param>
/// <param name="FeatureColumn">Its input.</param>
/// <param name="ScoreColumn">Its scores.</param>
/// <param name="LabelColumn">Its predicted label.</param>
/// <param name="Form">What multiclass scores are.</param>
/// <param name="Slope">Of the scores.</param>
/// <param name="Offset">Of binary scores.</param>
/// <param name="Network">A .bnn file.</param>
sealed record PackedPayload(bool Binary, string FeatureColumn, string ScoreColumn, string LabelColumn, ScoreForm Form, float Slope, float Offset, byte[] Network)
{
    static readonly ConditionalWeakTable<string, PackedPayload> Decoded = [];

    readonly Lazy<PackedScorer> scorer = new(() => new(Read(Network)));

    /// <summary>What runs the network; made when it is first needed.</summary>
    internal PackedScorer Scorer => scorer.Value;

    internal static PackedPayload Of(PackedNetwork network, string featureColumn, ScoreColumns scores)
    {
        using var stream = new MemoryStream();
        PackedNetworkFile.Write(network, stream);
        return scores switch
        {
            MulticlassScores many => new(false, featureColumn, many.ScoreColumn, many.LabelColumn, many.Form, many.Slope, 0, stream.ToArray()),
            BinaryScores two => new(true, featureColumn, "Score", "PredictedLabel", default, two.Slope, two.Offset, stream.ToArray()),
            _ => throw new ArgumentOutOfRangeException(nameof(scores), scores, "No such scores."),
        };
    }

    /// <exception cref="InvalidDataException">The text is no payload.</exception>
    internal static PackedPayload Of(ReadOnlyMemory<char> text) =>
        MemoryMarshal.TryGetString(text, out var whole, out _, out var length) && length == whole.Length ? Decoded.GetValue(whole, Parse) : Parse(text.ToString());

    internal string ToText() => JsonSerializer.Serialize(this);

    internal PackedNetwork Read() => Read(Network);

    static PackedNetwork Read(byte[] network)
    {
        using var stream = new MemoryStream(network);
        return PackedNetworkFile.Read(stream, "The saved model");
    }

    static PackedPayload Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<PackedPayload>(text) ?? throw new JsonException("nothing");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The saved model's network can't be read: save the model again.", e);
        }
    }
}
