using System.Globalization;
using System.Net;
using System.Text;

namespace BnnMl.Search;

/// <summary>A study as one HTML page that needs no network: charts by plotly.js, whose script is inside the page.</summary>
public static class StudyReport
{
    /// <summary>Writes the page, whole or not at all: front, hypervolume, accuracy-over-BER curves of the front, parameter importance, all trials.</summary>
    /// <param name="path">The file.</param>
    /// <param name="result">The study, from a run or from <see cref="StudyJournal.Read"/>.</param>
    /// <param name="title">Heading of the page.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string path, StudyResult result, string title = "Architecture search") => AtomicFile.WriteText(path, Page(result, title));

    /// <summary>The page as text.</summary>
    internal static string Page(StudyResult result, string title)
    {
        ArgumentNullException.ThrowIfNull(result);
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = Encoded(title),
            ["subtitle"] = Encoded($"{result.Definition.Tuner}; seed {result.Definition.Seed}; objectives {result.Definition.Objectives}"),
            ["summary"] = Summary(result),
            ["table"] = Table(result),
            ["footer"] = Encoded($"Space: {result.Definition.Space}. Charts: plotly.js, MIT License, Copyright Plotly, Inc."),
            ["figures"] = new ReportCharts(result).All().ToJsonString(), // escapes <, > and &: it can't end the script
            ["plotly"] = Resource("plotly.js"),
        };
        var page = new StringBuilder();
        var pieces = Resource("report.html").Split(["{{", "}}"], StringSplitOptions.None); // text and names by turns
        for (var i = 0; i < pieces.Length; i++)
            page.Append(i % 2 == 0 ? pieces[i] : parts[pieces[i]]);
        return page.ToString();
    }

    static string Summary(StudyResult result)
    {
        var text = new StringBuilder();
        void Add(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"<div><dt>{Encoded(name)}</dt><dd>{Encoded(value)}</dd></div>");
        Add("trials complete", $"{result.Trials.Count(trial => trial.State == TrialState.Complete)}");
        Add("failed", $"{result.Trials.Count(trial => trial.State == TrialState.Failed)}");
        Add("on the front", $"{result.Front.Count}");
        Add("hypervolume", result.Hypervolume.ToString("0.0000", CultureInfo.InvariantCulture));
        Add("seconds of searching", result.Trials.Select(trial => trial.FinishedAt).DefaultIfEmpty(0).Max().ToString("N0", CultureInfo.InvariantCulture));
        if (result.Front.Count > 0 && result.ValueOf(result.Front[0], "accuracy") is { } accuracy)
            Add("best accuracy", accuracy.ToString("P2", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    static string Table(StudyResult result)
    {
        var objectives = result.Definition.Objectives;
        var front = result.Front.Select(trial => trial.Id).ToHashSet();
        var text = new StringBuilder("<thead><tr><th>trial</th><th class=\"text\">state</th><th class=\"text\">network</th><th class=\"text\">loss</th><th>train ber</th><th>learning rate</th>");
        foreach (var objective in objectives)
            text.Append(CultureInfo.InvariantCulture, $"<th>{Encoded(objective.Name.Replace('_', ' '))}</th>");
        text.Append("<th>seconds</th><th class=\"text\">message</th></tr></thead><tbody>");
        foreach (var trial in result.Trials)
            text.Append(Row(trial, objectives, front.Contains(trial.Id)));
        return text.Append("</tbody>").ToString();
    }

    static string Row(Trial trial, ObjectiveSet objectives, bool isInFront)
    {
        var (network, training) = trial.Candidate;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<tr class=\"{(isInFront ? "front" : StateClass(trial.State))}\"><td>{trial.Id}</td><td class=\"text\">{(isInFront ? "front" : StateClass(trial.State))}</td>");
        text.Append(CultureInfo.InvariantCulture, $"<td class=\"text network\">{Encoded(network.ToString())}</td><td class=\"text\">{Encoded(training.Loss)}</td><td>{training.BitErrorRate}</td><td>{training.LearningRate}</td>");
        for (var i = 0; i < objectives.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"<td>{(trial.State == TrialState.Complete ? trial.Objectives[i].ToString("0.#####", CultureInfo.InvariantCulture) : "")}</td>");
        text.Append(CultureInfo.InvariantCulture, $"<td>{trial.Seconds:0.0}</td><td class=\"text message\">{Encoded(trial.Message ?? "")}</td></tr>");
        return text.ToString();
    }

    static string StateClass(TrialState state) => state switch
    {
        TrialState.Complete => "complete",
        TrialState.Failed => "failed",
        TrialState.Running => "running",
        TrialState.Waiting => "waiting",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };

    static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(StudyReport).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
