using System.Text.Json;
using System.Text.Json.Nodes;

namespace BnnMl.Search;

/// <summary>What makes a study's sequence of trials; a journal continues only under the same definition.</summary>
/// <param name="Space"><see cref="SearchSpace.Signature"/>.</param>
/// <param name="Objectives">Their order is that of every trial's vector.</param>
/// <param name="Tuner"><see cref="ITuner.Signature"/>.</param>
/// <param name="Seed">Of the tuner and of every trial.</param>
/// <param name="Lag">How many trials run at a time: trial n is asked for once all trials up to n − Lag are over, and depends on those only.</param>
public sealed record StudyDefinition(string Space, ObjectiveSet Objectives, string Tuner, long Seed, int Lag)
{
    /// <summary>What an evaluation depends on besides candidate and seed, as text; see <see cref="StudyOptions.Evaluation"/>.</summary>
    public string Evaluation { get; init; } = "";

    /// <summary>What differs from another definition, as text; null when nothing that matters does (a journal's lag counts, whatever the workers now).</summary>
    internal string? DifferenceFrom(StudyDefinition other)
    {
        string? Differs(string what, string mine, string its) => mine == its ? null : $"its {what} is \"{its}\", this one's \"{mine}\"";
        return Differs("space", Space, other.Space) ?? Differs("objectives", $"{Objectives}", $"{other.Objectives}")
            ?? Differs("tuner", Tuner, other.Tuner) ?? Differs("seed", $"{Seed}", $"{other.Seed}")
            ?? Differs("evaluation", Evaluation, other.Evaluation);
    }

    internal JsonObject ToJson() => new()
    {
        ["space"] = Space,
        ["objectives"] = new JsonArray([.. Objectives.Select(o => (JsonNode)new JsonObject
        {
            ["name"] = o.Name,
            ["direction"] = o.Direction == Direction.Minimize ? "min" : "max",
            ["worst"] = o.Worst,
            ["best"] = o.Best,
        })]),
        ["tuner"] = Tuner,
        ["seed"] = Seed,
        ["lag"] = Lag,
        ["evaluation"] = Evaluation,
    };

    internal static StudyDefinition FromJson(JsonElement json)
    {
        var objectives = json.GetProperty("objectives").EnumerateArray().Select(o => new Objective(
            o.GetProperty("name").GetString()!,
            o.GetProperty("direction").GetString() == "min" ? Direction.Minimize : Direction.Maximize,
            o.GetProperty("worst").GetDouble(),
            o.GetProperty("best").GetDouble()));
        var lag = json.GetProperty("lag").GetInt32();
        if (lag < 1)
            throw new FormatException($"a lag of {lag}");
        return new StudyDefinition(
            json.GetProperty("space").GetString()!, new ObjectiveSet(objectives), json.GetProperty("tuner").GetString()!, json.GetProperty("seed").GetInt64(), lag)
        {
            Evaluation = json.TryGetProperty("evaluation", out var evaluation) ? evaluation.GetString()! : "",
        };
    }
}
