using System.Runtime.InteropServices;
using System.Text.Json;
using BnnMl.Cli.Options;
using BnnMl.Cli.Output;
using Microsoft.ML.OnnxRuntime;

namespace BnnMl.Cli.Commands;

/// <summary>`bnnml doctor`: what this machine and this build can do, and what was left out.</summary>
static class DoctorCommand
{
    const int FoundWidth = 80 - 7 - 12; // less borders and the longest name, ONNX Runtime

    internal static ToolCommand Create() =>
        new ToolCommand("doctor", "Shows processor features, kernels, engines, package feeds and ONNX Runtime.", "bnnml doctor", "bnnml doctor --json") { SharedOptions.UnusedSeed() }
            .Runs((_, terminal, _) => Run(terminal));

    static int Run(Terminal terminal)
    {
        var feeds = FeedReport.Find();
        var providers = OrtEnv.Instance().GetAvailableProviders();
        var version = OrtEnv.Instance().GetVersionString();
        terminal.Table(2, ["what", "found"],
        [
            .. Rows("bnnml", $"{typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3)} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
            .. Rows("processor", $"{Environment.ProcessorCount} threads; {string.Join(", ", ProcessorFeatures.Present())}"),
            .. Rows("kernels", $"{string.Join(", ", KernelSelector.Available)}; chosen: {KernelSelector.Chosen}; batches: {KernelSelector.Batches}"),
            .. Rows("engines", [.. Engines.Described()]),
            .. Rows("ONNX Runtime", $"{version}; {string.Join(", ", providers)}"),
            .. Rows("feeds", feeds is null ? ["not asked (eng/feeds has not run here)"] : [.. feeds.Feeds]),
            .. Rows("left out", feeds is null ? ["not known"] : feeds.LeftOut.Count == 0 ? ["nothing"] : [.. feeds.LeftOut.Select(item => $"{item.Name}: {item.Reason} ({item.Consequence})")]),
        ]);
        terminal.Json(json => Write(json, feeds, version, providers));
        return ExitCode.Success;
    }

    /// <summary>Rows of a table that fits a terminal of 80 columns: every item begins one, and goes on in the next ones under no heading.</summary>
    static IEnumerable<IReadOnlyList<string>> Rows(string what, params IReadOnlyList<string> items) =>
        items.SelectMany(item => WordWrap.Lines(item, FoundWidth)).Select((line, i) => (IReadOnlyList<string>)[i == 0 ? what : "", line]);

    static void Write(Utf8JsonWriter json, FeedReport? feeds, string version, string[] providers)
    {
        json.WriteString("version", typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3));
        json.WriteNumber("threads", Environment.ProcessorCount);
        json.WriteTexts("cpu", ProcessorFeatures.Present());
        json.WriteStartObject("kernels");
        json.WriteTexts("available", KernelSelector.Available);
        json.WriteString("chosen", KernelSelector.Chosen);
        json.WriteString("batches", KernelSelector.Batches);
        json.WriteEndObject();
        json.WriteTexts("engines", Engines.Names);
        json.WriteTexts("feeds", feeds?.Feeds ?? []);
        json.WriteStartArray("left_out");
        foreach (var item in feeds?.LeftOut ?? [])
        {
            json.WriteStartObject();
            json.WriteString("name", item.Name);
            json.WriteString("reason", item.Reason);
            json.WriteString("consequence", item.Consequence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("onnxruntime");
        json.WriteString("version", version);
        json.WriteTexts("providers", providers);
        json.WriteEndObject();
    }
}
