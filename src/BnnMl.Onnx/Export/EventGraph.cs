using BnnMl.Onnx.Format;
using static BnnMl.Onnx.Format.TensorProto.Types;
using static BnnMl.Onnx.GraphBuilder;

namespace BnnMl.Onnx;

/// <summary>
/// <see cref="AddressedRandom"/> as ONNX operators, bit for bit. Words are uint64 for shifts and bitwise operators and int64 for + and ·, which wrap; a Cast between the two
/// keeps the bits.
/// </summary>
sealed class EventGraph(GraphBuilder graph)
{
    const long Golden = unchecked((long)AddressedRandom.Golden);
    const int Planes = 32;      // bits of u, one word of the stream each
    const int SampleShift = 26; // samples lie 2^26 words apart

    /// <summary>Streams of a chip: int64 [purposes], each <see cref="AddressedRandom.Key"/>.</summary>
    internal string Keys(string seed, IEnumerable<ulong> purposes)
    {
        ulong[] factors = [.. purposes.Select(purpose => (purpose + 1) * 0xD1342543DE82EF95)];
        var chip = Mix(graph, graph.Node("Add", [seed, graph.Scalar(Golden)]));
        return Signed(graph, Mix(graph, Signed(graph, graph.Node("BitwiseXor", [chip, graph.Constant<ulong>(factors, factors.Length)]))));
    }

    /// <summary>int64 [words]: the first counter of words 0…words − 1 of a stream, times Golden, plus the stream's key; sample 0.</summary>
    internal string Counters(string keys, int stream, int words)
    {
        var key = graph.Node("Gather", [keys, graph.Scalar((long)stream)], Int("axis", 0)); // scalar
        var range = graph.Node("Range", [graph.Scalar(0L), graph.Scalar((long)words), graph.Scalar(1L)]);
        var steps = graph.Node("Mul", [range, graph.Scalar(unchecked(Planes * Golden))]);
        return graph.Node("Add", [graph.Node("Add", [steps, graph.Scalar(Golden)]), key]);
    }

    /// <summary>What a sample's number adds to its counters; the same shape as <paramref name="samples"/>.</summary>
    internal string SampleCounters(string samples) =>
        graph.Node("Mul", [samples, graph.Scalar(unchecked((Planes * Golden) << SampleShift))]);

    /// <summary>
    /// 64 events per counter: uint64, the counters' shape. The planes are read from the lowest set bit of the rate upwards: under a 1 of the rate, a 0 of u is an event and
    /// a 1 leaves it to the planes before; under a 0, a 1 of u is none.
    /// </summary>
    /// <param name="counters">int64 of any shape.</param>
    /// <param name="probability">float32 scalar, brought into [0, 1].</param>
    internal string Events(string counters, string probability)
    {
        var rate = Rate(probability);                                                                              // int64 in [0, 2^32]
        var shifts = graph.Constant<ulong>([.. Enumerable.Range(0, Planes).Select(plane => 31UL - (ulong)plane)], Planes); // the highest plane first
        var bits = Signed(graph, graph.Node("BitwiseAnd", [ShiftRight(graph, Unsigned(graph, rate), shifts), graph.Scalar(1UL)]));
        var ordinals = graph.Longs([.. Enumerable.Range(1, Planes).Select(plane => (long)plane)]);
        var planes = graph.Node("ReduceMax", [graph.Node("Mul", [bits, ordinals])], Int("keepdims", 0));
        var masks = Unsigned(graph, graph.Node("Neg", [bits])); // [32], all ones under a 1
        var always = graph.Cast(graph.Node("Equal", [rate, graph.Scalar((long)AddressedRandom.One)]), DataType.Int64);
        var none = graph.Node("Expand", [Unsigned(graph, graph.Node("Neg", [always])), graph.Node("Shape", [counters])]);
        var body = PlaneBody(counters, planes, masks);
        return graph.Node("Loop", [planes, graph.Scalar(true), none], Subgraph("body", body));
    }

    /// <summary>uint64 words to little-endian bytes, the last dimension becomes eight times as long.</summary>
    internal string Bytes(string words, params ReadOnlySpan<long> dims)
    {
        var shifts = graph.Constant<ulong>([0, 8, 16, 24, 32, 40, 48, 56], 8);
        var apart = ShiftRight(graph, graph.Node("Unsqueeze", [words, graph.Longs(-1)]), shifts); // [..., 8]
        return graph.Reshape(graph.Cast(graph.Node("BitwiseAnd", [apart, graph.Scalar(255UL)]), DataType.Uint8), dims);
    }

    /// <summary>One plane of <see cref="Events"/>: with f = events xor mask and v = u xor not mask, events become (v and f) xor mask.</summary>
    GraphProto PlaneBody(string counters, string planes, string masks)
    {
        var body = new GraphBuilder($"{graph.Graph.Name}/planes{graph.Graph.Node.Count}");
        var (step, go, events) = ($"{body.Graph.Name}/step", $"{body.Graph.Name}/go", $"{body.Graph.Name}/events");
        body.Graph.Input.Add([TensorProtos.Declare(step, DataType.Int64), TensorProtos.Declare(go, DataType.Bool), Untyped(events)]);
        var plane = body.Node("Sub", [body.Node("Sub", [planes, step]), body.Scalar(1L)]);
        var u = Mix(body, body.Node("Add", [counters, body.Node("Mul", [plane, body.Scalar(Golden)])]));
        var mask = body.Node("Gather", [masks, plane], Int("axis", 0));
        var undecided = body.Node("BitwiseXor", [u, body.Node("BitwiseNot", [mask])]);
        var next = body.Node("BitwiseAnd", [undecided, body.Node("BitwiseXor", [events, mask])]);
        body.NodeAs([$"{go}On"], "Identity", [go]);
        body.NodeAs([$"{events}Next"], "BitwiseXor", [next, mask]);
        body.Graph.Output.Add([TensorProtos.Declare($"{go}On", DataType.Bool), Untyped($"{events}Next")]);
        return body.Graph;
    }

    /// <summary><see cref="AddressedRandom.Rate"/>.</summary>
    string Rate(string probability)
    {
        var wide = graph.Node("Clip", [graph.Cast(probability, DataType.Double), graph.Scalar(0.0), graph.Scalar(1.0)]);
        return graph.Cast(graph.Node("Round", [graph.Node("Mul", [wide, graph.Scalar((double)AddressedRandom.One)])]), DataType.Int64);
    }

    /// <summary><see cref="AddressedRandom.Mix"/>: int64 to uint64.</summary>
    static string Mix(GraphBuilder graph, string signed)
    {
        var x = MulShift(graph, Unsigned(graph, signed), 30, 0xBF58476D1CE4E5B9);
        x = MulShift(graph, x, 27, 0x94D049BB133111EB);
        return graph.Node("BitwiseXor", [x, ShiftRight(graph, x, graph.Scalar(31UL))]);
    }

    static string MulShift(GraphBuilder graph, string x, ulong shift, ulong factor)
    {
        var mixed = graph.Node("BitwiseXor", [x, ShiftRight(graph, x, graph.Scalar(shift))]);
        return Unsigned(graph, graph.Node("Mul", [Signed(graph, mixed), graph.Scalar(unchecked((long)factor))]));
    }

    static string ShiftRight(GraphBuilder graph, string words, string by) => graph.Node("BitShift", [words, by], Text("direction", "RIGHT"));

    static string Signed(GraphBuilder graph, string words) => graph.Cast(words, DataType.Int64);

    static string Unsigned(GraphBuilder graph, string words) => graph.Cast(words, DataType.Uint64);

    /// <summary>uint64 of any shape.</summary>
    static ValueInfoProto Untyped(string name) => new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Uint64 } } };
}
