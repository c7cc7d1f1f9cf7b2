using BnnMl.Onnx;
using BnnMl.Onnx.Format;
using Google.Protobuf;
using static BnnMl.Onnx.Format.AttributeProto.Types;
using static BnnMl.Onnx.Format.TensorProto.Types;

namespace BnnMl;

/// <summary>
/// The ONNX graph of a transformer: from a column of features, [N, C·H·W] in the units of the data, to what its columns hold. (BnnMl.Onnx writes the network alone, whose
/// inputs are images and whose scores are the network's own.)
/// </summary>
sealed class ModelGraph
{
    const string MlDomain = "ai.onnx.ml";

    readonly PackedNetwork network;

    internal ModelGraph(PackedNetwork network)
    {
        this.network = network;
        StoredBits.Store(network, Builder);
    }

    internal GraphBuilder Builder { get; } = new("network");

    /// <summary>Declares an input column: [N, width].</summary>
    internal string Input(string column, int width, DataType type = DataType.Float)
    {
        Builder.Graph.Input.Add(TensorProtos.Declare(column, type, -1, width));
        return column;
    }

    /// <summary>The network's own scores, [N, classes], of features [N, C·H·W].</summary>
    internal string Logits(string features)
    {
        var (spec, shape) = (network.Spec, network.Spec.Input);
        var maps = shape.IsImage ? Builder.Reshape(features, -1, shape.Channels, shape.Height, shape.Width) : features;
        return NetworkGraph.Scores(Builder, spec, new StoredBits(Builder), NetworkGraph.Encode(Builder, spec, network.Encoding, maps), []);
    }

    /// <summary>What a multiclass Score column holds, [N, classes].</summary>
    internal string Scores(string logits, MulticlassScores scores)
    {
        if (scores.Form == ScoreForm.Logits)
            return logits;
        var scaled = scores.Slope == 1 ? logits : Builder.Node("Mul", [logits, Builder.Scalar(scores.Slope)]);
        return Builder.Node("Softmax", [scaled], GraphBuilder.Int("axis", 1));
    }

    /// <summary>Index of the first of the highest scores, int64 [N].</summary>
    internal string Best(string logits) => Builder.Node("ArgMax", [logits], GraphBuilder.Int("axis", 1), GraphBuilder.Int("keepdims", 0));

    /// <summary>The positive class's score minus the other's, [N, 1].</summary>
    internal string Difference(string logits) =>
        Builder.Node("Sub", [Builder.Node("Gather", [logits, Builder.Longs(1)], GraphBuilder.Int("axis", 1)), Builder.Node("Gather", [logits, Builder.Longs(0)], GraphBuilder.Int("axis", 1))]);

    /// <summary>Gives a value the name of an output.</summary>
    internal void Output(string name, string value, DataType type, params ReadOnlySpan<long> dims)
    {
        Builder.NodeAs([name], "Identity", [value]);
        Builder.Graph.Output.Add(TensorProtos.Declare(name, type, dims));
    }

    /// <summary>
    /// Names the slots of an output for ML.NET's ApplyOnnxModel: it looks for a node of this name and reads its attribute. The node itself computes nothing that is used.
    /// </summary>
    internal void NameSlots(string output, IReadOnlyList<string> names)
    {
        var keys = new AttributeProto { Name = "keys_strings", Type = AttributeType.Strings };
        keys.Strings.AddRange(names.Select(ByteString.CopyFromUtf8));
        var node = new NodeProto { Name = $"mlnet.{output}.SlotNames", OpType = "LabelEncoder", Domain = MlDomain };
        node.Input.Add(Builder.Cast(Builder.Scalar(0f), DataType.String));
        node.Output.Add($"{output}.slot");
        node.Attribute.Add(keys);
        node.Attribute.Add(GraphBuilder.Ints("values_int64s", [.. Enumerable.Range(0, names.Count).Select(index => (long)index)]));
        Builder.Graph.Node.Add(node);
    }

    /// <summary>The file: opset 17, with the network's metadata.</summary>
    /// <exception cref="NotSupportedException">A column has the name of another value of the graph.</exception>
    internal byte[] ToBytes()
    {
        var twice = Builder.Graph.Input.Select(input => input.Name).FirstOrDefault(name => Builder.Graph.Node.Any(node => node.Output.Contains(name)) || Builder.Graph.Initializer.Any(tensor => tensor.Name == name));
        if (twice is not null)
            throw new NotSupportedException($"Input column '{twice}' has the name of a value that the graph computes or stores. Rename the column before the pipeline.");
        var model = new ModelProto
        {
            IrVersion = 8,
            ProducerName = "BnnMl",
            ProducerVersion = typeof(OnnxExporter).Assembly.GetName().Version!.ToString(3),
            Graph = Builder.Graph,
            OpsetImport = { new OperatorSetIdProto { Version = 17 }, new OperatorSetIdProto { Domain = MlDomain, Version = 3 } },
        };
        model.MetadataProps.Add(network.Metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return OnnxFile.Bytes(model);
    }
}
