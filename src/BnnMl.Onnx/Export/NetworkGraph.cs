using BnnMl.Onnx.Format;
using static BnnMl.Onnx.Format.TensorProto.Types;
using static BnnMl.Onnx.GraphBuilder;

namespace BnnMl.Onnx;

/// <summary>
/// The network as ONNX operators on float32 that hold whole numbers only, so that every order of summation gives the same result.
/// <para>A hidden bit x = ±1 is carried as a = x − 1, that is 0 or −2: then zero padding is padding by +1, and the next sum is Σ w·x = Σ w·a + Σ w, whose second part belongs
/// to the bias. Weights are ±<see cref="Gain"/> instead of ±1, so the sums are 4z; a unit is Clip(4z − 4T + 1, −2, 0), which is 0 for z ≥ T and −2 else, with a distance of
/// at least 1 from both borders: an algorithm that rounds in between (Winograd) can't disturb it. ONNX Runtime runs Conv and Clip as one operator, in its blocked layout.</para>
/// </summary>
static class NetworkGraph
{
    /// <summary>Magnitude of the unpacked weights.</summary>
    internal const int Gain = 4;

    /// <summary>From features in the units of the data to q − ZeroPoint: <see cref="InputEncoding.Encode(float, int)"/> step by step.</summary>
    internal static string Encode(GraphBuilder graph, NetworkSpec spec, InputEncoding encoding, string features)
    {
        var value = features; // [N, C, H, W] or [N, features]
        if (encoding.Offsets.ContainsAnyExcept(0f))
            value = graph.Node("Sub", [value, PerFeature(graph, spec, encoding.Offsets)]);
        if (encoding.Scales.ContainsAnyExcept(1f))
            value = graph.Node("Div", [value, PerFeature(graph, spec, encoding.Scales)]);
        value = graph.Node("Clip", [graph.Node("Round", [value]), graph.Scalar(0f), graph.Scalar(255f)]);
        if (encoding.ZeroPoint != 0)
            value = graph.Node("Sub", [value, graph.Scalar((float)encoding.ZeroPoint)]);
        return spec.Layers is [LayerSpec.Convolution, ..] && !spec.Input.IsImage ? graph.Reshape(value, -1, spec.Input.Channels, 1, 1) : value;
    }

    /// <summary>From the encoded input to the scores, float32 [N, classes].</summary>
    /// <param name="graph">The graph to write into.</param>
    /// <param name="spec">The architecture.</param>
    /// <param name="memory">Where weights, thresholds and maps are read.</param>
    /// <param name="input">The encoded input.</param>
    /// <param name="maps">Receives each hidden layer's output map as the next layer reads it.</param>
    internal static string Scores(GraphBuilder graph, NetworkSpec spec, IMemoryReader memory, string input, ICollection<string> maps)
    {
        var isMap = spec.Input.IsImage || spec.Layers is [LayerSpec.Convolution, ..]; // rank 4, else 2
        foreach (var layer in spec.Plan())
        {
            if (isMap && layer.Kind != LayerKind.Convolution)
                (input, isMap) = (graph.Node("Flatten", [input], Int("axis", 1)), false); // [N, K] in (c, y, x) order
            if (layer.Kind == LayerKind.Output)
                break;
            input = memory.Activations(layer, layer.Kind switch
            {
                LayerKind.Convolution => Convolution(graph, layer, memory, input),
                LayerKind.Dense => Bits(graph, Dense(graph, layer, memory, input)),
                var kind => throw new ArgumentOutOfRangeException(nameof(spec), $"{kind} is not a hidden layer."),
            });
            maps.Add(input);
        }

        var z = Dense(graph, spec.Plan()[^1], memory, input);                                              // [N, classes]
        return graph.Node("Add", [graph.Node("Mul", [z, StoredBits.OutputScales]), StoredBits.OutputBiases]); // rounds twice, as the engine does
    }

    static string Convolution(GraphBuilder graph, PlannedLayer layer, IMemoryReader memory, string input)
    {
        var weights = Unpack(graph, layer, memory.Weights(layer)); // [units, C, k, k]
        var sums = graph.Node("Conv", [input, weights, Bias(graph, layer, memory, weights)],
            Ints("kernel_shape", layer.Kernel, layer.Kernel), Ints("pads", layer.Padding, layer.Padding, layer.Padding, layer.Padding));
        var map = Bits(graph, sums);                               // [N, units, h, w]
        if (layer.Concatenate)
            map = graph.Node("Concat", [input, map], Int("axis", 1));
        return layer.Pool ? graph.Node("MaxPool", [map], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)) : map; // −2 < 0: the maximum is OR
    }

    /// <summary>4z − 4T + 1 of a hidden layer, z of the output layer.</summary>
    static string Dense(GraphBuilder graph, PlannedLayer layer, IMemoryReader memory, string input)
    {
        var weights = Unpack(graph, layer, memory.Weights(layer)); // [units, K]
        if (layer.Kind != LayerKind.Output)
            return graph.Node("Gemm", [input, weights, Bias(graph, layer, memory, weights)], Int("transB", 1));
        AttributeProto[] attributes = [Float("alpha", 1f / Gain), Float("beta", 1f / Gain), Int("transB", 1)];
        return layer.IsFirst
            ? graph.Node("Gemm", [input, weights], attributes)
            : graph.Node("Gemm", [input, weights, WeightSums(graph, layer, weights)], attributes);
    }

    static string Bits(GraphBuilder graph, string sums) => graph.Node("Clip", [sums, graph.Scalar(-2f), graph.Scalar(0f)]);

    /// <summary>1 − 4T, plus Σ 4w where the inputs are carried as x − 1. Flipped codes beyond ZMax + 1 are brought back to it, which also never fires: sums stay exact.</summary>
    static string Bias(GraphBuilder graph, PlannedLayer layer, IMemoryReader memory, string weights)
    {
        var code = graph.Node("Min", [memory.Thresholds(layer), graph.Scalar((2L * layer.ZMax) + 1)]);
        var fourTimes = graph.Node("Mul", [graph.Node("Sub", [graph.Scalar((long)layer.ZMax), code]), graph.Scalar((long)Gain)]);
        var bias = graph.Cast(graph.Node("Add", [fourTimes, graph.Scalar(1L)]), DataType.Float); // [units]
        return layer.IsFirst ? bias : graph.Node("Add", [bias, WeightSums(graph, layer, weights)]);
    }

    static string WeightSums(GraphBuilder graph, PlannedLayer layer, string weights) =>
        graph.Node("ReduceSum", [weights, layer.Kind == LayerKind.Convolution ? graph.Longs(1, 2, 3) : graph.Longs(1)], Int("keepdims", 0));

    /// <summary>Packed bytes to ±4: [units, C, k, k], or [units, K] in (c, y, x) order (memory's order has the channels last).</summary>
    static string Unpack(GraphBuilder graph, PlannedLayer layer, string bytes)
    {
        var (units, bits) = ((long)layer.UnitCount, 64L * layer.WordsPerUnit);
        var signs = graph.Reshape(graph.Node("Gather", [StoredBits.SignTable, graph.Cast(bytes, DataType.Int32)], Int("axis", 0)), units, bits);
        if (bits != layer.FanIn)
            signs = graph.Node("Slice", [signs, graph.Longs(0), graph.Longs(layer.FanIn), graph.Longs(1)]);
        var convolution = layer.Kind == LayerKind.Convolution;
        var (height, width) = convolution ? (layer.Kernel, layer.Kernel) : (layer.Input.Height, layer.Input.Width);
        var reorder = convolution || layer.Input.IsImage;
        if (reorder)
            signs = graph.Node("Transpose", [graph.Reshape(signs, units, height, width, layer.Input.Channels)], Ints("perm", 0, 3, 1, 2));
        return graph.Cast(reorder && !convolution ? graph.Reshape(signs, units, layer.FanIn) : signs, DataType.Float);
    }

    static string PerFeature(GraphBuilder graph, NetworkSpec spec, ReadOnlySpan<float> values)
    {
        if (values.Length == 1)
            return graph.Scalar(values[0]);
        return spec.Input.IsImage
            ? graph.Constant(values, 1, spec.Input.Channels, spec.Input.Height, spec.Input.Width)
            : graph.Constant(values, 1, spec.Input.Channels);
    }
}
