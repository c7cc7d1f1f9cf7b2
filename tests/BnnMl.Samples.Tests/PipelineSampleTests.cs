using System.Globalization;
using System.Text.RegularExpressions;

namespace BnnMl.Samples.Tests;

[Trait("Category", "Native")]
public sealed partial class PipelineSampleTests : IDisposable
{
    readonly SampleRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task A_pipeline_is_trained_evaluated_saved_and_loaded()
    {
        var output = await run.Output("TrainInAPipeline", "synthetic");
        Assert.True(Percent(output, "accuracy") > 80, output);
        Assert.Equal(5, WithProbability().Count(output));
        Assert.Equal(["pipeline.zip"], run.Files);
    }

    [Fact]
    public async Task Accuracy_over_bit_errors_is_higher_after_training_with_flips()
    {
        var output = await run.Output("AccuracyOverBitErrors", "synthetic");
        var tolerated = Regex.Match(output, @"points lost: ([0-9.]+)\s?% and ([0-9.]+)\s?%");
        Assert.True(Number(tolerated, 2) > Number(tolerated, 1), output);
    }

    [Fact]
    public async Task A_search_keeps_its_byte_limit_and_exports_the_winner()
    {
        var output = await run.Output("SearchWithAByteLimit", "synthetic", "30");
        var winner = Regex.Match(output, "^winner .*, ([0-9,]+) bytes: accuracy ", RegexOptions.Multiline);
        Assert.InRange(Number(winner, 1), 1, 20 * 1024);
        Assert.Equal(["report.html", "search.db", "winner.bnn", "winner.faulty.onnx", "winner.onnx"], run.Files);
    }

    [Fact]
    public async Task An_exported_file_is_deployed_with_bit_errors()
    {
        await run.Output("Quickstart", "synthetic");
        var output = await run.Output("DeployWithBitErrors", "quickstart.faulty.onnx", "synthetic");
        var rows = AccuracyRow().Matches(output);
        Assert.True(rows.Count == 4, output);
        Assert.True(Number(rows[0], 1) > 60 && Number(rows[0], 1) == Number(rows[0], 2), output); // no errors: the same accuracy twice
        Assert.True(Number(rows[3], 1) < Number(rows[0], 1), output);
    }

    [FactNeeding(Need.Tables)]
    public async Task A_table_is_learned_from()
    {
        var output = await run.Output("ATable", Machine.Tables!);
        Assert.True(Percent(output, "accuracy") > 94, output);
        Assert.Equal(3, TakenFor().Count(output));
    }

    static double Percent(string output, string word) => Number(Regex.Match(output, "^" + word + @" ([0-9.]+)\s?%", RegexOptions.Multiline), 1);

    static double Number(Match match, int group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("^a .*, with probability [0-9]+", RegexOptions.Multiline)]
    private static partial Regex WithProbability();

    [GeneratedRegex(@"^ *[0-9]+\s?% +([0-9.]+)\s?% +([0-9.]+)\s?%", RegexOptions.Multiline)]
    private static partial Regex AccuracyRow();

    [GeneratedRegex("^a ([0-9]) is taken for a ([0-9])", RegexOptions.Multiline)]
    private static partial Regex TakenFor();
}
