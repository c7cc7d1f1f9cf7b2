using BnnMl.Onnx;
using BnnMl.Onnx.Format;
using static BnnMl.Onnx.Format.TensorProto.Types;

namespace BnnMl.Benchmarks;

/// <summary>
/// The network on ONNX Runtime's 8-bit operators, in the form that is fastest there: bytes in, QLinearConv and QGemm with the thresholds as biases.
/// <para>A hidden bit x = ±1 is the byte q = 255 or 0 with zero point 255, so that padding, which is the zero point, is +1. With a = q − 255 (0 or −255) and w = ±1,
/// Σ w·x = Σ w + (2 / 255)·Σ w·a; all of it has the parity of K, so z ≥ T ⇔ Σ w·a ≥ 255·c with c = ⌈(T − Σ w) / 2⌉. The bias is −255·c, and the sum, a multiple of
/// 255, saturates at q = 255 where it is at least 0 and at q = 0 below. In the first layer the bias is −T and every unit counts 256. All sums stay below 2^24, exact in
/// float32, with which the operators scale.</para>
/// </summary>
static class IntegerGraph
{
    const byte One = 255;
    const string Microsoft = "com.microsoft";

    /// <summary>uint8 [N, C, H, W], or [N, features].</summary>
    internal const string Input = "Bytes";

    /// <summary>float32 [N, classes].</summary>
    internal const string Output = "Score";

    internal static ModelProto Of(PackedNetwork network)
    {
        var (graph, spec) = (new GraphBuilder("int8"), network.Spec);
        long[] shape = spec.Input.IsImage ? [-1, spec.Input.Channels, spec.Input.Height, spec.Input.Width] : [-1, spec.Input.Channels];
        graph.Graph.Input.Add(TensorProtos.Declare(Input, DataType.Uint8, shape));
        graph.Graph.Output.Add(TensorProtos.Declare(Output, DataType.Float, -1, spec.Classes));
        var (map, isMap) = (Input, spec.Input.IsImage);
        foreach (var layer in network.Layers.SkipLast(1))
        {
            var zero = layer.Plan.IsFirst ? network.Encoding.ZeroPoint : One;
            if (isMap && layer.Plan.Kind != LayerKind.Convolution)
                (map, isMap) = (graph.Node("Flatten", [map], GraphBuilder.Int("axis", 1)), false); // [N, K] in (c, y, x) order
            map = layer.Plan.Kind == LayerKind.Convolution ? Convolution(graph, layer, zero, map) : Dense(graph, layer, zero, map);
        }

        if (isMap)
            map = graph.Node("Flatten", [map], GraphBuilder.Int("axis", 1));
        graph.NodeAs([Output], "Identity", [Scores(graph, network, map)]);
        return new ModelProto
        {
            IrVersion = 8,
            ProducerName = "BnnMl.Benchmarks",
            Graph = graph.Graph,
            OpsetImport = { new OperatorSetIdProto { Version = 17 }, new OperatorSetIdProto { Domain = Microsoft, Version = 1 } },
        };
    }

    static string Convolution(GraphBuilder graph, PackedLayer layer, byte zero, string input)
    {
        var plan = layer.Plan;
        var weights = graph.Initializer<sbyte>($"{plan.Name}.weights", IntegerWeights.Of(layer), plan.UnitCount, plan.Input.Channels, plan.Kernel, plan.Kernel);
        var map = graph.Node("QLinearConv",
            [input, graph.Scalar(1f), graph.Scalar(zero), weights, graph.Scalar(1f), graph.Scalar((sbyte)0), Step(graph, plan), graph.Scalar(One), Bias(graph, layer)],
            GraphBuilder.Ints("kernel_shape", plan.Kernel, plan.Kernel), GraphBuilder.Ints("pads", plan.Padding, plan.Padding, plan.Padding, plan.Padding));
        if (plan.Concatenate)
            map = graph.Node("Concat", [input, map], GraphBuilder.Int("axis", 1));
        return plan.Pool ? graph.Node("MaxPool", [map], GraphBuilder.Ints("kernel_shape", 2, 2), GraphBuilder.Ints("strides", 2, 2)) : map;
    }

    static string Dense(GraphBuilder graph, PackedLayer layer, byte zero, string input)
    {
        var plan = layer.Plan;
        var weights = graph.Initializer<sbyte>($"{plan.Name}.weights", IntegerWeights.Transposed(layer), plan.FanIn, plan.UnitCount);
        var map = graph.Node("QGemm",
            [input, graph.Scalar(1f), graph.Scalar(zero), weights, graph.Scalar(1f), graph.Scalar((sbyte)0), Bias(graph, layer), Step(graph, plan), graph.Scalar(One)]);
        graph.Graph.Node[^1].Domain = Microsoft;
        return map;
    }

    /// <summary>Score = scale · z + bias, rounded after each of the two, as the engine does.</summary>
    static string Scores(GraphBuilder graph, PackedNetwork network, string input)
    {
        var layer = network.Layers[^1];
        var (plan, first) = (layer.Plan, layer.Plan.IsFirst);
        var weights = graph.Initializer<sbyte>($"{plan.Name}.weights", IntegerWeights.Transposed(layer), plan.FanIn, plan.UnitCount);
        var zero = first ? network.Encoding.ZeroPoint : One;
        var z = graph.Cast(graph.Node("MatMulInteger", [input, weights, graph.Scalar(zero)]), DataType.Float); // [N, classes]
        if (!first)
        {
            var half = graph.Node("Div", [z, graph.Scalar(One / 2f)]); // exact: a whole number of halves
            z = graph.Node("Add", [half, graph.Constant<float>(IntegerWeights.Sums(layer).Select(sum => (float)sum).ToArray(), plan.UnitCount)]);
        }

        return graph.Node("Add", [graph.Node("Mul", [z, graph.Constant(network.OutputScales, plan.UnitCount)]), graph.Constant(network.OutputBiases, plan.UnitCount)]);
    }

    /// <summary>The output's scale: a hidden sum counts as it is, a first layer's 256-fold.</summary>
    static string Step(GraphBuilder graph, PlannedLayer plan) => graph.Scalar(plan.IsFirst ? 1 / 256f : 1f);

    static string Bias(GraphBuilder graph, PackedLayer layer)
    {
        var sums = IntegerWeights.Sums(layer);
        var bias = new int[sums.Length];
        for (var unit = 0; unit < bias.Length; unit++)
            bias[unit] = layer.Plan.IsFirst ? -layer.Thresholds[unit] : -One * (int)Math.Ceiling((layer.Thresholds[unit] - sums[unit]) / 2.0);
        return graph.Initializer<int>($"{layer.Plan.Name}.bias", bias, bias.Length);
    }
}
