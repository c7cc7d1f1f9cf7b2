namespace BnnMl.Cli.Tests;

/// <summary>A small model trained once through the tool, with its data and exports, for the tests of commands that read them.</summary>
public sealed class TrainedModel : IDisposable
{
    readonly TemporaryFolder folder = new();

    public TrainedModel()
    {
        Data = TinyImages.WriteTo(folder.At("data"));
        ToolRun.Succeeds("train", "--data", Data, "--network", "C16-MP2-FC32", "--epochs", "15", "--batch-size", "16", "--train-ber", "1%", "--out", Model);
        ToolRun.Succeeds("export", Model, "--out", Clean, "--faulty", Faulty);
    }

    public string Data { get; }

    public string Model => folder.At("m.bnn");

    public string Clean => folder.At("m.onnx");

    public string Faulty => folder.At("m.faulty.onnx");

    public void Dispose() => folder.Dispose();
}
