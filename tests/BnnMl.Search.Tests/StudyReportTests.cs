using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BnnMl.Search.Tests;

public sealed class StudyReportTests : IDisposable
{
    static readonly StudyResult Result = SampleStudy.Of(journal: null).Run((context, token) =>
        context.Trial.Id == 3 ? throw new InvalidOperationException("<script>alert('x')</script> & co") : SampleStudy.Evaluate(context, token));

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_has_every_trial_and_every_figure()
    {
        StudyReport.Write(folder["report.html"], Result, "A <title> & more");
        var page = File.ReadAllText(folder["report.html"]);
        Assert.Contains("<title>A &lt;title&gt; &amp; more</title>", page, StringComparison.Ordinal);
        Assert.Equal(Result.Trials.Count, Regex.Count(Own(page), "<tr class="));
        Assert.All(Result.Trials, trial => Assert.Contains($"<td class=\"text network\">{trial.Candidate.Network}</td>", page, StringComparison.Ordinal));
        Assert.All(new[] { "front", "curves", "hypervolume", "importance" }, id => Assert.Contains($"<div id=\"{id}\">", page, StringComparison.Ordinal));
        Assert.Contains("plotly.js (basic - minified)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", Own(page), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_loads_nothing_from_elsewhere_and_shows_messages_as_text()
    {
        var page = Own(StudyReport.Page(Result, "Search"));
        Assert.DoesNotMatch("(src|href|action|@import|url)\\s*[=(]", page);
        Assert.DoesNotMatch("https?:", page);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; co", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_figures_are_JSON_with_a_point_per_complete_trial_and_rising_hypervolume()
    {
        var json = new ReportCharts(Result).All().ToJsonString();
        using var figures = JsonDocument.Parse(json);
        var complete = Result.Trials.Count(trial => trial.State == TrialState.Complete);
        var points = figures.RootElement.GetProperty("front").GetProperty("data").EnumerateArray().Sum(trace => trace.GetProperty("x").GetArrayLength());
        Assert.Equal(complete, points);
        var volumes = figures.RootElement.GetProperty("hypervolume").GetProperty("data")[0].GetProperty("y").EnumerateArray().Select(y => y.GetDouble()).ToArray();
        Assert.Equal(complete + 1, volumes.Length);
        Assert.Equal(volumes.Order(), volumes);
        Assert.Equal(Result.Hypervolume, volumes[^1], 12);
        Assert.Equal(2 * Result.Front.Count, figures.RootElement.GetProperty("curves").GetProperty("data").GetArrayLength());
    }

    [Fact]
    public void A_study_without_trials_has_a_page_too() => Assert.Contains("<h2>Front</h2>", StudyReport.Page(Result with { Trials = [] }, "Nothing yet"), StringComparison.Ordinal);

    [Fact]
    public void Genes_that_decide_an_objective_are_the_important_ones()
    {
        var complete = Result.Trials.Where(trial => trial.State == TrialState.Complete).ToArray();
        var tolerance = GeneImportance.Of(complete, objective: 1);
        Assert.Equal("train_ber", complete[0].Genome.Names[Array.IndexOf(tolerance, tolerance.Max())]);
        Assert.All(tolerance, importance => Assert.InRange(importance, 0, 1));
        Assert.Equal([0, 2, 2, 2, 4], GeneImportance.Ranks([1, 5, 5, 5, 9]));
    }

    [Fact]
    public void The_table_of_the_front_has_a_row_per_member()
    {
        FrontCsv.Write(folder["front.csv"], Result);
        var lines = File.ReadAllLines(folder["front.csv"]);
        Assert.Equal("network,accuracy,tolerated_ber_1,tolerated_ber_5,bytes,genes,trial", lines[0]);
        Assert.Equal(Result.Front.Count + 1, lines.Length);
        var (best, cells) = (Result.Front[0], lines[1].Split(','));
        Assert.Equal(7, cells.Length);
        Assert.Equal(best.Candidate.Network.ToString(), cells[0]);
        Assert.Equal(1 - best.Objectives[0], double.Parse(cells[1], CultureInfo.InvariantCulture));
        Assert.Equal($"{best.Candidate.Network.Bytes}", cells[4]);
    }

    [Fact]
    public void An_unwritable_path_is_an_error_that_names_it()
    {
        File.WriteAllText(folder["file"], "");
        var error = Assert.Throws<IOException>(() => StudyReport.Write(Path.Combine(folder["file"], "report.html"), Result));
        Assert.Contains("report.html", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The page without plotly.js.</summary>
    static string Own(string page)
    {
        var begin = page.IndexOf("<script>", StringComparison.Ordinal);
        return page[..begin] + page[page.IndexOf("</script>", begin, StringComparison.Ordinal)..];
    }
}
