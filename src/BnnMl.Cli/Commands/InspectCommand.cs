using System.CommandLine;
using System.Text.Json;
using BnnMl.Cli.Options;
using BnnMl.Cli.Output;

namespace BnnMl.Cli.Commands;

/// <summary>`bnnml inspect`: what a model holds and costs, layer by layer.</summary>
static class InspectCommand
{
    internal static ToolCommand Create()
    {
        var model = new Argument<string>("model.bnn") { Description = "Model file: of train's --out, or a search's winner.bnn." };
        var command = new ToolCommand("inspect", "Shows a model's layers, memory, operations and training record.", "bnnml inspect m.bnn", "bnnml inspect m.bnn --json")
        {
            model, SharedOptions.UnusedSeed(),
        };
        return command.Runs((parse, terminal, _) => Run(parse.GetRequiredValue(model), terminal));
    }

    static int Run(string path, Terminal terminal)
    {
        var network = PackedNetworkFile.Read(path);
        var spec = network.Spec;
        terminal.Line($"{path}: {spec.Notation()} for {spec.Input}, {spec.Classes} classes");
        terminal.Table(2, ["layer", "what", "output", "weight bits", "8-bit MACs", "BOPs"],
            spec.Plan().Select(Row).Append(["total", "", "", Shown.Whole(spec.WeightBits), Shown.Whole(spec.Macs - spec.Bops), Shown.Whole(spec.Bops)]));
        terminal.Table(2, ["what", "value"], WrappedRows.Of(
        [
            ("memory", [$"{Shown.Whole(spec.Bytes)} bytes ({Shown.Bytes(spec.Bytes)}): weights, {Shown.Whole(spec.ThresholdBits())} bits of thresholds, output scales and biases"]),
            ("file", [$"{Shown.Whole(new FileInfo(path).Length)} bytes"]),
            .. network.Metadata.Select(pair => (pair.Key.Replace('_', ' '), (IReadOnlyList<string>)[MetadataText.Of(pair.Value)])),
        ]));
        terminal.Json(json => Write(json, path, network));
        return ExitCode.Success;
    }

    static IReadOnlyList<string> Row(PlannedLayer layer) =>
    [
        layer.Name, Notation(layer), layer.Kind == LayerKind.Convolution ? layer.Output.ToString() : $"{layer.UnitCount}", Shown.Whole(layer.WeightBits), Shown.Whole(layer.Macs - layer.Bops), Shown.Whole(layer.Bops),
    ];

    /// <summary>The layer as the network's notation writes it, its pooling included; "output" where that writes nothing.</summary>
    static string Notation(PlannedLayer layer) => layer.Kind switch
    {
        LayerKind.Convolution => $"{new LayerSpec.Convolution(layer.UnitCount, layer.Kernel, layer.Kernel > 1 && layer.Padding == 0, layer.Concatenate)}{(layer.Pool ? "-MP2" : "")}",
        LayerKind.Dense => $"{new LayerSpec.Dense(layer.UnitCount)}",
        LayerKind.Output => "output",
        _ => throw new InvalidOperationException($"{layer.Kind} is not a kind of layer."),
    };

    static void Write(Utf8JsonWriter json, string path, PackedNetwork network)
    {
        var spec = network.Spec;
        json.WriteString("network", spec.ToString());
        json.WriteString("input", spec.Input.ToString());
        json.WriteNumber("classes", spec.Classes);
        json.WriteStartArray("layers");
        foreach (var layer in spec.Plan())
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("kind", layer.Kind.ToString().ToLowerInvariant());
            json.WriteString("input", layer.Input.ToString());
            json.WriteString("output", layer.Output.ToString());
            json.WriteNumber("weight_bits", layer.WeightBits);
            json.WriteNumber("threshold_bits", layer.ThresholdBitsTotal);
            json.WriteNumber("macs", layer.Macs);
            json.WriteNumber("bops", layer.Bops);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("weight_bits", spec.WeightBits);
        json.WriteNumber("threshold_bits", spec.ThresholdBits());
        json.WriteNumber("macs", spec.Macs);
        json.WriteNumber("bops", spec.Bops);
        json.WriteNumber("bytes", spec.Bytes);
        json.WriteNumber("file_bytes", new FileInfo(path).Length);
        json.WriteStartObject("metadata");
        foreach (var (key, value) in network.Metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
    }
}
