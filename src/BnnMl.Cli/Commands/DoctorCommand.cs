using System.Runtime.InteropServices;
using System.Text.Json;
using BnnMl.Cli.Options;
using BnnMl.Cli.Output;
using Microsoft.ML.OnnxRuntime;

namespace BnnMl.Cli.Commands;

/// <summary>`bnnml doctor`: what this machine and this build can do, and what was left out.</summary>
static class DoctorCommand
{
    internal static ToolCommand Create() =>
        new ToolCommand("doctor", "Shows processor features, kernels, engines, package feeds and ONNX Runtime.", "bnnml doctor", "bnnml doctor --json") { SharedOptions.UnusedSeed() }
            .RunsAnywhere((_, terminal, _) => Run(terminal));

    static int Run(Terminal terminal)
    {
        var feeds = FeedReport.Find();
        var providers = OrtEnv.Instance().GetAvailableProviders();
        var version = OrtEnv.Instance().GetVersionString();
        var kernels = Kernels();
        terminal.Table(2, ["what", "found"], WrappedRows.Of(
        [
            ("bnnml", [$"{typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3)} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"]),
            ("processor", [$"{Environment.ProcessorCount} threads; {string.Join(", ", ProcessorFeatures.Present())}"]),
            ("kernels", [string.Join(", ", KernelSelector.Available), kernels.Refusal ?? $"chosen: {kernels.Chosen}; batches: {kernels.Batches}"]),
            ("engines", [.. Engines.Described()]),
            ("ONNX Runtime", [$"{version}; {string.Join(", ", providers)}"]),
            ("feeds", feeds is null ? ["not asked (eng/feeds has not run here)"] : feeds.Feeds),
            ("left out", feeds is null ? ["not known"] : feeds.LeftOut.Count == 0 ? ["nothing"] : [.. feeds.LeftOut.Select(item => $"{item.Name}: {item.Reason} ({item.Consequence})")]),
        ]));
        terminal.Json(json => Write(json, feeds, version, providers, kernels));
        return kernels.Refusal is null ? ExitCode.Success : ExitCode.BadInput;
    }

    /// <summary>Which are in use, or why the one that BNNML_KERNEL names can't be.</summary>
    static KernelState Kernels()
    {
        try
        {
            return new KernelState(KernelSelector.Chosen, KernelSelector.Batches, null);
        }
        catch (ArgumentException e)
        {
            return new KernelState(null, null, e.Message);
        }
    }

    static void Write(Utf8JsonWriter json, FeedReport? feeds, string version, string[] providers, KernelState kernels)
    {
        json.WriteString("version", typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3));
        json.WriteNumber("threads", Environment.ProcessorCount);
        json.WriteTexts("cpu", ProcessorFeatures.Present());
        json.WriteStartObject("kernels");
        json.WriteTexts("available", KernelSelector.Available);
        json.WriteString("chosen", kernels.Chosen);
        json.WriteString("batches", kernels.Batches);
        if (kernels.Refusal is { } refusal)
            json.WriteString("refused", refusal);
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

    sealed record KernelState(string? Chosen, string? Batches, string? Refusal);
}
