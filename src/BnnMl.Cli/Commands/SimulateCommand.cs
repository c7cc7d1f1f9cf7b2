using System.CommandLine;
using BnnMl.Cli.Options;
using BnnMl.Cli.Output;
using BnnMl.Onnx;

namespace BnnMl.Cli.Commands;

/// <summary>`bnnml simulate`: the same curve from an exported file in ONNX Runtime.</summary>
static class SimulateCommand
{
    internal static ToolCommand Create()
    {
        var (model, data, curve) = (new Argument<string>("model.faulty.onnx") { Description = "File of export's --faulty, or a search's winner.faulty.onnx." }, new DataOptions(), new CurveOptions());
        var command = new ToolCommand("simulate", "Measures an exported model's accuracy over the bit error rate in ONNX Runtime.",
            "bnnml simulate m.faulty.onnx --data synthetic --ber 0,1%,10% --chips 3", "bnnml simulate m.faulty.onnx --data synthetic --max-samples 500 --chips 2 --json") { model };
        data.AddTo(command);
        curve.AddTo(command);
        return command.Runs((parse, terminal, cancel) =>
        {
            if (curve.Csv(parse) is { } csv)
                OutputPath.CheckFile(csv);
            using var session = FaultyOnnxSession.Open(parse.GetRequiredValue(model));
            var test = ModelData.Test(session.Input, session.Classes, session.Metadata, data.Load(parse), curve.MaxSamples(parse));
            terminal.Line($"{parse.GetRequiredValue(model)} on {Shown.Whole(test.Count)} test samples, ONNX Runtime provider: {session.Provider}");
            var measured = CurveView.Measure("bit errors", new OnnxClassifier(session, test), curve.Read(parse), terminal, cancel);
            CurveView.Show(measured, terminal);
            if (curve.Csv(parse) is { } path)
                CurveView.WriteCsv(path, measured);
            terminal.Json(json =>
            {
                CurveView.Write(json, measured);
                json.WriteString("provider", session.Provider);
            });
            return ExitCode.Success;
        });
    }
}
