using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace BnnMl.Search;

/// <summary>The report's figures as plotly.js reads them: traces and a layout each. Text in hovers is HTML there, so it is encoded.</summary>
sealed class ReportCharts(StudyResult result)
{
    const int ShownCurves = 8;

    /// <summary>Colours that stay apart for colour-blind readers (Okabe and Ito 2008), the black one last.</summary>
    static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#7A6A00", "#000000"];

    readonly ObjectiveSet objectives = result.Definition.Objectives;
    readonly Trial[] complete = [.. result.Trials.Where(trial => trial.State == TrialState.Complete)];

    /// <summary>Of the two figures that stand side by side: three bars per gene need room.</summary>
    int PairHeight => Math.Max(380, 60 + (9 * objectives.Count * (complete.Length == 0 ? 0 : complete[0].Genome.Names.Length)));

    internal JsonObject All() => new()
    {
        ["front"] = Front(),
        ["curves"] = Curves(),
        ["hypervolume"] = Hypervolumes(),
        ["importance"] = Importance(),
    };

    /// <summary>The last objective to the right, the first upwards, the second (of three) as colour.</summary>
    JsonObject Front()
    {
        var (x, y) = (objectives.Count - 1, 0);
        var front = result.Front.Select(trial => trial.Id).ToHashSet();
        var others = complete.Where(trial => !front.Contains(trial.Id)).ToArray();
        var data = new JsonArray(Points("other trials", others, x, y, 8, 0.55, "rgba(0,0,0,0)", scale: false), Points("front", result.Front, x, y, 14, 1, "#1f2933", scale: true));
        var layout = Layout(440, Axis(objectives[x], log: Spread(x) > 10), Axis(objectives[y], log: false));
        (layout["hovermode"], layout["legend"]) = ("closest", LegendAbove());
        if (objectives.Count > 2)
            layout["coloraxis"] = new JsonObject { ["colorscale"] = "Viridis", ["colorbar"] = new JsonObject { ["title"] = new JsonObject { ["text"] = Encoded(Title(objectives[1])), ["side"] = "right" }, ["tickformat"] = Format(objectives[1]), ["thickness"] = 14 } };
        return Figure(data, layout);
    }

    JsonObject Points(string name, IReadOnlyList<Trial> trials, int x, int y, int size, double opacity, string ring, bool scale)
    {
        var marker = new JsonObject { ["size"] = size, ["opacity"] = opacity, ["line"] = new JsonObject { ["width"] = scale ? 2 : 0, ["color"] = ring } };
        if (objectives.Count > 2)
            (marker["color"], marker["coloraxis"]) = (Numbers(trials.Select(trial => trial.Objectives[1])), "coloraxis");
        return new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "markers",
            ["name"] = name,
            ["x"] = Numbers(trials.Select(trial => trial.Objectives[x])),
            ["y"] = Numbers(trials.Select(trial => trial.Objectives[y])),
            ["text"] = new JsonArray([.. trials.Select(trial => (JsonNode)Hover(trial))]),
            ["hovertemplate"] = "%{text}<extra></extra>",
            ["marker"] = marker,
        };
    }

    JsonObject Curves()
    {
        var members = result.Front.Where(trial => trial.Result!.Curve.Length > 1).ToArray();
        var rates = members.SelectMany(trial => trial.Result!.Curve).Select(point => point.BitErrorRate).Distinct().Order().ToArray();
        var floor = rates.Where(rate => rate > 0).DefaultIfEmpty(1).Min() / 3; // where a logarithmic axis shows 0
        var data = new JsonArray();
        foreach (var (index, trial) in members.Index())
        {
            foreach (var trace in Curve(trial, Colours[index % Colours.Length], floor, index < ShownCurves))
                data.Add((JsonNode)trace);
        }

        var axis = Axis("bit error rate", "", log: true);
        axis["tickvals"] = Numbers(rates.Select(rate => rate > 0 ? rate : floor));
        axis["ticktext"] = new JsonArray([.. rates.Select(rate => (JsonNode)$"{(rate * 100).ToString("0.####", CultureInfo.InvariantCulture)}%")]);
        var layout = Layout(420, axis, Axis("accuracy", ".0%", log: false));
        layout["legend"] = new JsonObject { ["y"] = 0.94, ["font"] = new JsonObject { ["size"] = 11 } };
        return Figure(data, layout);
    }

    /// <summary>The band as a closed shape, then the mean on it; one entry of the legend for both.</summary>
    static IEnumerable<JsonObject> Curve(Trial trial, string colour, double floor, bool shown)
    {
        var curve = trial.Result!.Curve;
        var x = curve.Select(point => point.BitErrorRate > 0 ? point.BitErrorRate : floor).ToArray();
        JsonObject Trace(IEnumerable<double> along, IEnumerable<double> up) => new()
        {
            ["type"] = "scatter",
            ["x"] = Numbers(along),
            ["y"] = Numbers(up),
            ["legendgroup"] = $"{trial.Id}",
            ["visible"] = shown ? true : "legendonly",
        };
        var band = Trace(x.Concat(x.Reverse()), curve.Select(point => point.High).Concat(curve.Reverse().Select(point => point.Low)));
        (band["fill"], band["fillcolor"], band["opacity"], band["mode"], band["line"]) = ("toself", colour + "22", 1, "lines", new JsonObject { ["width"] = 0 });
        (band["showlegend"], band["hoverinfo"]) = (false, "skip");
        var mean = Trace(x, curve.Select(point => point.Mean));
        (mean["mode"], mean["name"], mean["line"]) = ("lines+markers", Encoded($"{trial.Id}: {Shortened(trial.Candidate.Network.ToString())}"), new JsonObject { ["color"] = colour, ["width"] = 2 });
        mean["customdata"] = Numbers(curve.Select(point => point.BitErrorRate));
        mean["hovertemplate"] = $"{Hover(trial)}<br>%{{y:.2%}} at a bit error rate of %{{customdata:.3%}}<extra></extra>";
        return [band, mean];
    }

    JsonObject Hypervolumes()
    {
        var (x, y, text, seen) = (new List<double> { 0 }, new List<double> { 0 }, new JsonArray("begin"), new List<Trial>());
        foreach (var trial in complete.OrderBy(trial => trial.FinishedAt).ThenBy(trial => trial.Id))
        {
            seen.Add(trial);
            seen = [.. ParetoFront.Of(seen, objectives)];
            x.Add(trial.FinishedAt);
            y.Add(Hypervolume.Of(seen, objectives));
            text.Add((JsonNode)$"trial {trial.Id}, {x.Count - 1} complete");
        }

        var line = new JsonObject { ["shape"] = "hv", ["width"] = 2, ["color"] = Colours[0] };
        var trace = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "lines+markers",
            ["marker"] = new JsonObject { ["size"] = 5 },
            ["line"] = line,
            ["x"] = Numbers(x),
            ["y"] = Numbers(y),
            ["text"] = text,
            ["hovertemplate"] = "%{text}<br>%{y:.4f} after %{x:.1f} s<extra></extra>",
        };
        return Figure([trace], Layout(PairHeight, Axis("seconds of searching", "", log: false), Axis("hypervolume", "", log: false)));
    }

    JsonObject Importance()
    {
        var names = complete.Length == 0 ? [] : complete[0].Genome.Names.Select(Encoded).Reverse().ToArray();
        var data = new JsonArray();
        for (var objective = 0; objective < objectives.Count; objective++)
        {
            data.Add((JsonNode)new JsonObject
            {
                ["type"] = "bar",
                ["orientation"] = "h",
                ["name"] = Encoded(Title(objectives[objective])),
                ["marker"] = new JsonObject { ["color"] = Colours[objective % Colours.Length] },
                ["x"] = Numbers(GeneImportance.Of(complete, objective).Reverse()),
                ["y"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
                ["hovertemplate"] = "%{y}: %{x:.2f}",
            });
        }

        var layout = Layout(PairHeight, Axis("|rank correlation|", "", log: false), new JsonObject { ["automargin"] = true });
        (layout["barmode"], layout["legend"]) = ("group", LegendAbove());
        return Figure(data, layout);
    }

    static string Hover(Trial trial)
    {
        var metrics = trial.Result!.Metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {metric.Value:0.####}"));
        return $"<b>{Encoded(trial.Candidate.Network.ToString())}</b><br>{Encoded(trial.Candidate.Training.ToString())}<br>{Encoded(string.Join(", ", metrics))}<br>" +
            Encoded(string.Create(CultureInfo.InvariantCulture, $"{trial.Candidate.Network.Bytes:N0} bytes, trial {trial.Id}, {trial.Seconds:0.0} s"));
    }

    double Spread(int objective)
    {
        var values = complete.Select(trial => trial.Objectives[objective]).DefaultIfEmpty(0).ToArray();
        return values.Min() > 0 ? values.Max() / values.Min() : 0;
    }

    static JsonObject Axis(Objective objective, bool log) => Axis(Title(objective), Format(objective), log);

    static JsonObject Axis(string title, string format, bool log) => new()
    {
        ["title"] = new JsonObject { ["text"] = Encoded(title) },
        ["type"] = log ? "log" : "linear",
        ["tickformat"] = format,
        ["gridcolor"] = "#e4e7eb",
        ["zeroline"] = false,
        ["automargin"] = true,
    };

    static JsonObject Layout(int height, JsonObject x, JsonObject y) => new()
    {
        ["height"] = height,
        ["margin"] = new JsonObject { ["l"] = 64, ["r"] = 16, ["t"] = 16, ["b"] = 52 },
        ["font"] = new JsonObject { ["family"] = "system-ui, \"Segoe UI\", Roboto, \"Liberation Sans\", sans-serif", ["size"] = 13, ["color"] = "#1f2933" },
        ["paper_bgcolor"] = "#fff",
        ["plot_bgcolor"] = "#fff",
        ["hoverlabel"] = new JsonObject { ["align"] = "left" },
        ["xaxis"] = x,
        ["yaxis"] = y,
    };

    static JsonObject LegendAbove() => new() { ["orientation"] = "h", ["x"] = 0, ["y"] = 1.02, ["yanchor"] = "bottom", ["traceorder"] = "normal" };

    static JsonObject Figure(JsonArray data, JsonObject layout) => new() { ["data"] = data, ["layout"] = layout };

    static string Title(Objective objective) => $"{objective.Name.Replace('_', ' ')} ({(objective.Direction == Direction.Minimize ? "smaller" : "larger")} is better)";

    /// <summary>Shares as percent, counts with SI prefixes (d3-format).</summary>
    static string Format(Objective objective) => Math.Max(objective.Worst, objective.Best) <= 1 ? ".1~%" : "~s";

    static string Shortened(string text) => text.Length > 44 ? text[..43] + "…" : text;

    static string Encoded(string text) => WebUtility.HtmlEncode(text);

    static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(value => (JsonNode)value)]);
}
