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
        var model = new Argument<string>("model.bnn") { Description = "Model file." };
        var command = new ToolCommand("inspect", "Shows a model's layers, memory, operations and training record.", "bnnml inspect winner.bnn", "bnnml inspect winner.bnn --json")
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
        terminal.Table(2, ["layer", "kind", "input", "output", "kernel", "weight bits", "threshold bits", "8-bit MACs", "BOPs"],
            spec.Plan().Select(Row).Append(["total", "", "", "", "", Shown.Whole(spec.WeightBits), Shown.Whole(spec.ThresholdBits()), Shown.Whole(spec.Macs - spec.Bops), Shown.Whole(spec.Bops)]));
        terminal.Line($"memory: {Shown.Whole(spec.Bytes)} bytes ({Shown.Bytes(spec.Bytes)}), with output scales and biases; file: {Shown.Whole(new FileInfo(path).Length)} bytes");
        foreach (var (key, value) in network.Metadata)
            terminal.Line($"{key}: {value}");
        terminal.Json(json => Write(json, path, network));
        return ExitCode.Success;
    }

    static IReadOnlyList<string> Row(PlannedLayer layer) =>
    [
        layer.Name, Kind(layer), layer.Input.ToString(), layer.Output.ToString(), layer.Kind == LayerKind.Convolution ? $"{layer.Kernel}x{layer.Kernel}" : "",
        Shown.Whole(layer.WeightBits), Shown.Whole(layer.ThresholdBitsTotal), Shown.Whole(layer.Macs - layer.Bops), Shown.Whole(layer.Bops),
    ];

    static string Kind(PlannedLayer layer) => layer.Kind switch
    {
        LayerKind.Convolution => $"convolution{(layer.Concatenate ? ", concatenated" : "")}{(layer.Pool ? ", max-pool" : "")}",
        LayerKind.Dense => "dense",
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
