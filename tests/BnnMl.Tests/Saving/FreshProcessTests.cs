using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests.Saving;

/// <summary>Saved models in a process that has never seen them.</summary>
public sealed class FreshProcessTests : IDisposable
{
    readonly MLContext ml = new(1);
    readonly TemporaryFolder folder = new();

    [Fact]
    public async Task The_onnx_form_predicts_the_same_where_there_is_no_assembly_of_BnnMl()
    {
        var plain = Path.Combine(Machine.RepositoryRoot, "artifacts", "bin", "PlainMlNet", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));
        Assert.Empty(Directory.EnumerateFiles(plain, "BnnMl*"));
        AssertSame(Multiclass(SaveAs.Onnx), await Run([Path.Combine(plain, "PlainMlNet.dll"), .. Files()]), "^loaded:$", 1e-6);
        AssertSame(Binary(SaveAs.Onnx), await Run([Path.Combine(plain, "PlainMlNet.dll"), .. Files()]), "^loaded:$", 1e-6);
    }

    [Fact]
    public async Task The_packed_form_predicts_the_same_where_BnnMl_is_beside_the_application()
    {
        string[] beside = ["exec", "--depsfile", At("BnnMl.Tests.deps.json"), "--runtimeconfig", At("PlainMlNet.runtimeconfig.json"), At("PlainMlNet.dll")];
        AssertSame(Multiclass(SaveAs.Packed), await Run([.. beside, .. Files()]), "^loaded: BnnMl BnnMl.Engine", 0);
        AssertSame(Binary(SaveAs.Packed), await Run([.. beside, .. Files()]), "^loaded: BnnMl BnnMl.Engine", 0);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    string[] Multiclass(SaveAs form)
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Multiclass(ml, data, TinyPipeline.Options with { SaveAs = form });
        ml.Model.Save(model.LastTransformer, data.Schema, folder["model.zip"]);
        var scored = ml.Transforms.Conversion.MapKeyToValue("Text", "PredictedLabel").Fit(model.Transform(data)).Transform(model.Transform(data));
        return [.. scored.GetColumn<string>("Text").Zip(scored.GetColumn<float[]>("Score"), (text, score) => $"{text} {string.Join(' ', score.Select(Exact))}")];
    }

    string[] Binary(SaveAs form)
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Binary(ml, data, TinyPipeline.Options with { SaveAs = form });
        ml.Model.Save(model, data.Schema, folder["model.zip"]);
        var scored = model.Transform(data);
        return [.. scored.GetColumn<bool>("PredictedLabel").Zip(scored.GetColumn<float>("Probability"), (label, probability) => $"{label} {Exact(probability)}")];
    }

    string[] Files()
    {
        File.WriteAllLines(folder["rows.txt"], TinyRow.Many().Select(row => string.Join(' ', row.Values.Select(Exact))));
        return [folder["model.zip"], folder["rows.txt"]];
    }

    static void AssertSame(string[] expected, string[] lines, string last, double tolerance)
    {
        Assert.Matches(last, lines[^1]);
        Assert.Equal(expected.Length, lines.Length - 1);
        foreach (var (one, other) in expected.Zip(lines))
        {
            var (left, right) = (one.Split(' '), other.Split(' '));
            Assert.Equal(left[0], right[0]);
            Assert.All(left[1..].Zip(right[1..]), pair => Assert.InRange(Math.Abs(Number(pair.First) - Number(pair.Second)), 0, tolerance));
        }
    }

    static async Task<string[]> Run(string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{await error}");
        return (await output).TrimEnd().Split('\n');
    }

    static string At(string file) => Path.Combine(AppContext.BaseDirectory, file);

    static string Exact(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}
