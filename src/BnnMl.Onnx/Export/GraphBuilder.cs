using BnnMl.Onnx.Format;
using static BnnMl.Onnx.Format.AttributeProto.Types;
using static BnnMl.Onnx.Format.TensorProto.Types;

namespace BnnMl.Onnx;

/// <summary>
/// One ONNX graph or subgraph in the making. Values are strings: the names ONNX gives them, here each beginning with the graph's own, so that a subgraph never hides
/// a value of the graph around it. Small constants are kept per graph and once each: ONNX Runtime fuses and infers shapes best with constants that are near.
/// </summary>
sealed class GraphBuilder(string name)
{
    readonly Dictionary<string, string> constants = [];
    int nodes;

    internal GraphProto Graph { get; } = new() { Name = name };

    /// <summary>Adds a node with one output and returns its name.</summary>
    internal string Node(string op, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        NodeAs([$"{name}/{op}{nodes++}"], op, inputs, attributes)[0];

    /// <summary>Adds a node whose outputs have the given names.</summary>
    internal string[] NodeAs(string[] outputs, string op, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = op }; // nameless: its outputs name it, and names are half of a small file
        node.Input.AddRange(inputs.ToArray());
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes.ToArray());
        Graph.Node.Add(node);
        return outputs;
    }

    internal string Cast(string value, DataType type) => Node("Cast", [value], Int("to", (long)type));

    internal string Reshape(string value, params ReadOnlySpan<long> dims) => Node("Reshape", [value, Longs(dims)]);

    /// <summary>A value that memory holds, under a name that readers of the file will see.</summary>
    internal string Initializer<T>(string key, ReadOnlySpan<T> values, params ReadOnlySpan<long> dims)
        where T : unmanaged
    {
        var tensor = TensorProtos.Of(values, dims);
        tensor.Name = key;
        Graph.Initializer.Add(tensor);
        return key;
    }

    internal string Scalar<T>(T value)
        where T : unmanaged => Constant([value]);

    internal string Longs(params ReadOnlySpan<long> values) => Constant(values, values.Length);

    /// <summary>A constant of the graph's arithmetic, made once per graph.</summary>
    internal string Constant<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> dims)
        where T : unmanaged
    {
        var tensor = TensorProtos.Of(values, dims);
        var key = $"{tensor.DataType}[{string.Join(',', tensor.Dims)}]{tensor.RawData.ToBase64()}";
        if (constants.TryGetValue(key, out var known))
            return known;
        tensor.Name = $"{name}/constant{constants.Count}";
        Graph.Initializer.Add(tensor);
        return constants[key] = tensor.Name;
    }

    internal static AttributeProto Int(string key, long value) => new() { Name = key, Type = AttributeType.Int, I = value };

    internal static AttributeProto Float(string key, float value) => new() { Name = key, Type = AttributeType.Float, F = value };

    internal static AttributeProto Text(string key, string value) => new() { Name = key, Type = AttributeType.String, S = Google.Protobuf.ByteString.CopyFromUtf8(value) };

    internal static AttributeProto Subgraph(string key, GraphProto value) => new() { Name = key, Type = AttributeType.Graph, G = value };

    internal static AttributeProto Ints(string key, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = key, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values.ToArray());
        return attribute;
    }
}
