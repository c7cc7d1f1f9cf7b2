using BnnMl.Onnx.Format;
using static BnnMl.Onnx.Format.TensorProto.Types;

namespace BnnMl.Onnx;

/// <summary>
/// Writes networks as ONNX files. Input "Features": float32 [N, C, H, W], or [N, features], in the units of the training data; rounding and clamping to 8 bits happen in the
/// graph. Outputs "Score": float32 [N, classes], equal to the engine's to the last bit, and "PredictedLabel": int64 [N]. Weights are stored one bit each; ONNX Runtime unpacks
/// them when it opens the file.
/// </summary>
public static class OnnxExporter
{
    /// <summary>The clean standard file, opset 17.</summary>
    /// <exception cref="IOException">The file can't be written; an existing one stays as it was.</exception>
    public static void Write(PackedNetwork network, string path) => OnnxFile.Write(Clean(network), path);

    /// <summary>
    /// The file that flips bits on request, opset 18: further inputs with the default 0, so that it computes as the clean file does, and as fast, unless told otherwise:
    /// bit_error_rate, activation_error_rate, threshold_error_rate (float32), seed (int64: <see cref="Chip.Address"/>), transient (int64: 1 for errors drawn anew per sample)
    /// and sample_offset (int64: the number of the batch's first sample). The flips are those of <see cref="BitFlips"/>.
    /// </summary>
    /// <exception cref="IOException">The file can't be written; an existing one stays as it was.</exception>
    public static void WriteFaulty(PackedNetwork network, string path) => OnnxFile.Write(Faulty(network), path);

    internal static ModelProto Clean(PackedNetwork network, MapOutputs maps = MapOutputs.None)
    {
        ArgumentNullException.ThrowIfNull(network);
        var graph = Begin(network);
        var inner = new List<string>();
        var input = NetworkGraph.Encode(graph, network.Spec, network.Encoding, GraphNames.Features);
        graph.NodeAs([GraphNames.Score], "Identity", [NetworkGraph.Scores(graph, network.Spec, new StoredBits(graph), input, inner)]);
        return End(graph, network, opset: 17, maps == MapOutputs.None ? [] : inner);
    }

    internal static ModelProto Faulty(PackedNetwork network, MapOutputs maps = MapOutputs.None)
    {
        ArgumentNullException.ThrowIfNull(network);
        var graph = Begin(network);
        string[] rates = [GraphNames.BitErrorRate, GraphNames.ActivationErrorRate, GraphNames.ThresholdErrorRate];
        foreach (var rate in rates)
            Default(graph, rate, 0f);
        foreach (var number in (string[])[GraphNames.Seed, GraphNames.SampleOffset, GraphNames.Transient])
            Default(graph, number, 0L);
        var input = NetworkGraph.Encode(graph, network.Spec, network.Encoding, GraphNames.Features);
        var any = graph.Node("Greater", [graph.Node("Max", rates), graph.Scalar(0f)]);
        var (faulty, clean) = (new GraphBuilder("faulty"), new GraphBuilder("clean"));
        var outputs = Branch(faulty, network.Spec, new FlippedBits(faulty, network.Spec), input, maps);
        Branch(clean, network.Spec, new StoredBits(clean), input, maps);
        graph.NodeAs([GraphNames.Score, .. outputs], "If", [any],
            GraphBuilder.Subgraph("then_branch", faulty.Graph), GraphBuilder.Subgraph("else_branch", clean.Graph));
        return End(graph, network, opset: 18, outputs);
    }

    /// <summary>The whole network as one branch of the If. Returns the names that its map outputs shall have outside.</summary>
    static string[] Branch(GraphBuilder branch, NetworkSpec spec, IMemoryReader memory, string input, MapOutputs maps)
    {
        var inner = new List<string>();
        var score = NetworkGraph.Scores(branch, spec, memory, input, inner);
        branch.Graph.Output.Add(TensorProtos.Declare(score, DataType.Float, -1, spec.Classes));
        if (maps == MapOutputs.None)
            return [];
        branch.Graph.Output.Add(inner.Zip(spec.Plan(), Declare));
        return [.. spec.Plan().SkipLast(1).Select(layer => $"{layer.Name}.map")];
    }

    static GraphBuilder Begin(PackedNetwork network)
    {
        var graph = new GraphBuilder("network");
        var (input, spec) = (network.Spec.Input, network.Spec);
        graph.Graph.Input.Add(input.IsImage
            ? TensorProtos.Declare(GraphNames.Features, DataType.Float, -1, input.Channels, input.Height, input.Width)
            : TensorProtos.Declare(GraphNames.Features, DataType.Float, -1, input.Channels));
        StoredBits.Store(network, graph);
        graph.Graph.DocString = $"Binarized network {(spec.Layers.IsEmpty ? "without hidden layers" : spec)} for {input}, {spec.Classes} classes.";
        return graph;
    }

    static ModelProto End(GraphBuilder graph, PackedNetwork network, int opset, IReadOnlyList<string> maps)
    {
        graph.NodeAs([GraphNames.PredictedLabel], "ArgMax", [GraphNames.Score], GraphBuilder.Int("axis", 1), GraphBuilder.Int("keepdims", 0));
        graph.Graph.Output.Add(TensorProtos.Declare(GraphNames.Score, DataType.Float, -1, network.Spec.Classes));
        graph.Graph.Output.Add(TensorProtos.Declare(GraphNames.PredictedLabel, DataType.Int64, -1));
        graph.Graph.Output.Add(maps.Zip(network.Spec.Plan(), Declare));
        var model = new ModelProto
        {
            IrVersion = 8,
            ProducerName = "BnnMl",
            ProducerVersion = typeof(OnnxExporter).Assembly.GetName().Version!.ToString(3),
            Graph = graph.Graph,
            OpsetImport = { new OperatorSetIdProto { Version = opset } },
        };
        model.MetadataProps.Add(OnnxMetadata.Of(network).Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return model;
    }

    static void Default<T>(GraphBuilder graph, string name, T value)
        where T : unmanaged
    {
        graph.Graph.Input.Add(TensorProtos.Declare(name, TensorProtos.TypeOf<T>()));
        graph.Initializer<T>(name, [value]);
    }

    static ValueInfoProto Declare(string name, PlannedLayer layer) => layer.Kind == LayerKind.Convolution
        ? TensorProtos.Declare(name, DataType.Float, -1, layer.Output.Channels, layer.Output.Height, layer.Output.Width)
        : TensorProtos.Declare(name, DataType.Float, -1, layer.Output.Channels);
}
