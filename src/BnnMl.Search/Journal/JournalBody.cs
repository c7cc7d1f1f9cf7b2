using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BnnMl.Search;

/// <summary>The JSON of journal rows, written and read in one place. Reading throws the exceptions of <see cref="JsonElement"/>, which the replay translates.</summary>
static class JournalBody
{
    internal static JsonObject Ask(Trial trial) => new()
    {
        ["genome"] = new JsonObject(trial.Genome.Names.Zip(trial.Genome.Values, (name, value) => KeyValuePair.Create(name, (JsonNode?)value))),
        ["candidate"] = JsonNode.Parse(trial.Candidate.ToJson()),
    };

    internal static Trial ReadAsk(int id, JsonElement body)
    {
        var genes = body.GetProperty("genome").EnumerateObject().ToArray();
        return new Trial
        {
            Id = id,
            Genome = new Genome([.. genes.Select(gene => gene.Name)], [.. genes.Select(gene => gene.Value.GetDouble())]),
            Candidate = Candidate.FromJson(body.GetProperty("candidate").GetRawText()),
        };
    }

    internal static JsonObject Report(TrialReport report) => new() { ["step"] = report.Step, ["values"] = Numbers(report.Values) };

    internal static TrialReport ReadReport(JsonElement body) => new(body.GetProperty("step").GetInt32(), ReadNumbers(body.GetProperty("values")));

    internal static JsonObject Complete(Trial trial) => new()
    {
        ["objectives"] = Numbers(trial.Objectives),
        ["violation"] = trial.Violation,
        ["metrics"] = new JsonObject(trial.Result!.Metrics.Select(metric => KeyValuePair.Create(metric.Key, (JsonNode?)metric.Value))),
        ["curve"] = new JsonArray([.. trial.Result.Curve.Select(p => (JsonNode)Numbers([p.BitErrorRate, p.Mean, p.Low, p.High]))]),
        ["seconds"] = trial.Seconds,
        ["at"] = trial.FinishedAt,
    };

    internal static Trial ReadComplete(Trial trial, JsonElement body, int objectives)
    {
        var result = new TrialResult
        {
            Objectives = ReadNumbers(body.GetProperty("objectives")),
            Violation = body.GetProperty("violation").GetDouble(),
            Metrics = body.GetProperty("metrics").EnumerateObject().ToImmutableSortedDictionary(metric => metric.Name, metric => metric.Value.GetDouble(), StringComparer.Ordinal),
            Curve = [.. body.GetProperty("curve").EnumerateArray().Select(p => new CurvePoint(p[0].GetDouble(), p[1].GetDouble(), p[2].GetDouble(), p[3].GetDouble()))],
        };
        if (result.Defect(objectives) is { } defect)
            throw new FormatException(defect);
        return Over(trial, body) with { State = TrialState.Complete, Result = result };
    }

    internal static JsonObject Fail(Trial trial) => new() { ["message"] = trial.Message, ["seconds"] = trial.Seconds, ["at"] = trial.FinishedAt };

    internal static Trial ReadFail(Trial trial, JsonElement body) => Over(trial, body) with { State = TrialState.Failed, Message = ReadMessage(body) };

    internal static string ReadMessage(JsonElement body) => body.GetProperty("message").GetString() ?? "";

    static Trial Over(Trial trial, JsonElement body) => trial with { Seconds = body.GetProperty("seconds").GetDouble(), FinishedAt = body.GetProperty("at").GetDouble() };

    /// <summary>NaN, which JSON does not have, is null.</summary>
    static JsonArray Numbers(ImmutableArray<double> values) => new([.. values.Select(value => double.IsNaN(value) ? null : (JsonNode)value)]);

    static ImmutableArray<double> ReadNumbers(JsonElement json) =>
        [.. json.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())];
}
