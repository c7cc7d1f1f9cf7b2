using System.CommandLine;
using BnnMl.Cli.Options;
using BnnMl.Cli.Output;
using BnnMl.Onnx;

namespace BnnMl.Cli.Commands;

/// <summary>`bnnml export`: ONNX files, one clean and one that simulates bit errors.</summary>
static class ExportCommand
{
    internal static ToolCommand Create()
    {
        var model = new Argument<string>("model.bnn") { Description = "Model file: of train's --out, or a search's winner.bnn." };
        var clean = SharedOptions.Out("model.onnx", "The clean file: standard operators only.");
        var faulty = new Option<string?>("--faulty") { HelpName = "model.faulty.onnx", Description = "A second file, with inputs for bit error rates and the chip." };
        var command = new ToolCommand("export", "Writes a model as ONNX, clean and with simulated bit errors.",
            "bnnml export m.bnn --out m.onnx", "bnnml export m.bnn --out m.onnx --faulty m.faulty.onnx --json") { model, clean, faulty, SharedOptions.UnusedSeed() };
        return command.Runs((parse, terminal, _) => Run(parse.GetRequiredValue(model), parse.GetRequiredValue(clean), parse.GetValue(faulty), terminal));
    }

    static int Run(string model, string clean, string? faulty, Terminal terminal)
    {
        var files = faulty is null ? new[] { clean } : [clean, faulty];
        if (files.Append(model).Select(Path.GetFullPath).Distinct().Count() != files.Length + 1)
            throw new UsageException("the model and the files to write must have names of their own: give other paths.");
        var network = PackedNetworkFile.Read(model);
        Array.ForEach(files, OutputPath.CheckFile);
        OnnxExporter.Write(network, clean);
        if (faulty is not null)
            OnnxExporter.WriteFaulty(network, faulty);
        foreach (var file in files)
            terminal.Line($"{file}: {Shown.Whole(new FileInfo(file).Length)} bytes");
        terminal.Json(json =>
        {
            json.WriteTexts("files", files);
            json.WriteNumber("bytes", files.Sum(file => new FileInfo(file).Length));
            json.WriteStartArray("file_bytes");
            foreach (var file in files)
                json.WriteNumberValue(new FileInfo(file).Length);
            json.WriteEndArray();
        });
        return ExitCode.Success;
    }
}
