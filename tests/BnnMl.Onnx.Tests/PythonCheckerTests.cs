using System.Diagnostics;

namespace BnnMl.Onnx.Tests;

/// <summary>The reference implementation of the format accepts the clean file.</summary>
[Trait("Category", "Conformance")]
public sealed class PythonCheckerTests
{
    const string Check = """
        import sys, onnx
        for path in sys.argv[1:]:
            model = onnx.load(path)
            onnx.checker.check_model(model, full_check=True)
            assert model.opset_import[0].version <= 17
            graph = onnx.shape_inference.infer_shapes(model, strict_mode=True).graph
            known = {v.name: v.type.tensor_type for v in list(graph.value_info) + list(graph.output)}
            for node in graph.node:
                for name in node.output:
                    assert name in known and known[name].HasField('shape'), (path, node.op_type, name)
                    assert all(d.HasField('dim_value') or d.HasField('dim_param') for d in known[name].shape.dim), (path, node.op_type, name)
            print(path, len(graph.node))
        """;

    [FactNeeding(Need.PythonOnnx)]
    public void Onnx_s_checker_accepts_clean_files_and_infers_every_shape()
    {
        using var folder = new ExportFolder();
        (string Notation, MapShape Shape)[] networks =
            [("C8-MP2-D5-C9v-FC33", new(2, 9, 11)), ("C7k5-D3k1", new(1, 5, 5)), ("FC65-FC3", MapShape.Features(70)), ("C4k1-FC2", MapShape.Features(9)), ("", new(1, 6, 6)), ("FC5", new(3, 4, 4))];
        string[] paths = [.. networks.Select((network, i) =>
        {
            var path = folder.At($"{i}.onnx");
            var encoding = new InputEncoding(new float[network.Shape.Length], Enumerable.Repeat(0.5f, network.Shape.Length).ToArray(), 128);
            OnnxExporter.Write(RandomNetwork.Of(NetworkSpec.Parse(network.Notation, network.Shape, 3), i, encoding), path);
            return path;
        })];
        var (code, text) = Python(["-c", Check, .. paths]);
        Assert.True(code == 0, text);
        Assert.Equal(paths.Length, text.Trim().Split('\n').Length);
    }

    static (int Code, string Text) Python(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Machine.Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
