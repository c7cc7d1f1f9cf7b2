using System.CommandLine;
using BnnMl.Cli.Options;
using BnnMl.Cli.Output;

namespace BnnMl.Cli.Commands;

/// <summary>`bnnml evaluate`: accuracy over the bit error rate, on the packed engine.</summary>
static class EvaluateCommand
{
    internal static ToolCommand Create()
    {
        var (model, data, curve, threads) = (new Argument<string>("model.bnn") { Description = "Model file: of train's --out, or a search's winner.bnn." }, new DataOptions(), new CurveOptions(), SharedOptions.Threads());
        var command = new ToolCommand("evaluate", "Measures a model's accuracy over the bit error rate on the test data.",
            "bnnml evaluate m.bnn --data synthetic --ber 0,1%,5%,10%", "bnnml evaluate m.bnn --data synthetic --targets weights,activations --lifetime transient --chips 20 --json") { model, threads };
        data.AddTo(command);
        curve.AddTo(command);
        return command.Runs((parse, terminal, cancel) =>
        {
            if (curve.Csv(parse) is { } csv)
                OutputPath.CheckFile(csv);
            var network = PackedNetworkFile.Read(parse.GetRequiredValue(model));
            var test = ModelData.Test(network.Spec.Input, network.Spec.Classes, network.Metadata, data.Load(parse), curve.MaxSamples(parse));
            terminal.Line($"{network.Spec.Notation()} ({Shown.Bytes(network.Spec.Bytes)}) on {Shown.Whole(test.Count)} test samples");
            var classifier = new PackedClassifier(network, network.Encoding.Encode(test, cancel), parse.GetValue(threads));
            return Finish(CurveView.Measure("bit errors", classifier, curve.Read(parse), terminal, cancel), curve.Csv(parse), terminal);
        });
    }

    static int Finish(ToleranceCurve measured, string? csv, Terminal terminal)
    {
        CurveView.Show(measured, terminal);
        if (csv is not null)
            CurveView.WriteCsv(csv, measured);
        terminal.Json(json => CurveView.Write(json, measured));
        return ExitCode.Success;
    }
}
