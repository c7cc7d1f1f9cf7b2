using System.Runtime.InteropServices;
using static BnnMl.Onnx.Format.TensorProto.Types;

namespace BnnMl.Onnx;

/// <summary>A network's parameters as initializers of the outermost graph, packed as memory holds them, and read from there without errors.</summary>
sealed class StoredBits : IMemoryReader
{
    internal const string SignTable = "signs";
    internal const string OutputScales = "output.scales";
    internal const string OutputBiases = "output.biases";

    readonly GraphBuilder graph;

    /// <param name="graph">The graph that reads; the initializers may lie in one around it.</param>
    internal StoredBits(GraphBuilder graph) => this.graph = graph;

    /// <summary>Adds the initializers to the outermost graph.</summary>
    internal static void Store(PackedNetwork network, GraphBuilder outermost)
    {
        foreach (var layer in network.Layers)
        {
            var plan = layer.Plan;
            outermost.Initializer(WeightsOf(plan), MemoryMarshal.AsBytes(layer.Weights), plan.UnitCount, 8L * plan.WordsPerUnit);
            if (plan.Kind != LayerKind.Output)
                outermost.Initializer<int>(ThresholdsOf(plan), layer.Thresholds.ToArray().Select(threshold => threshold + plan.ZMax).ToArray(), plan.UnitCount);
        }

        outermost.Initializer<sbyte>(SignTable, Signs(), 256, 8);
        outermost.Initializer(OutputScales, network.OutputScales, network.Spec.Classes);
        outermost.Initializer(OutputBiases, network.OutputBiases, network.Spec.Classes);
    }

    public string Weights(PlannedLayer layer) => WeightsOf(layer);

    public string Thresholds(PlannedLayer layer) => graph.Cast(ThresholdsOf(layer), DataType.Int64);

    public string Activations(PlannedLayer layer, string map) => map;

    /// <summary>uint8 [units, 8 · words]: the layer's rows of words, little-endian, with their padding.</summary>
    internal static string WeightsOf(PlannedLayer layer) => $"{layer.Name}.weights";

    /// <summary>int32 [units]: the codes T + ZMax.</summary>
    internal static string ThresholdsOf(PlannedLayer layer) => $"{layer.Name}.thresholds";

    /// <summary>[256, 8]: bit i of a byte as <see cref="NetworkGraph.Gain"/> (1) or its negative (0).</summary>
    static sbyte[] Signs() =>
        [.. Enumerable.Range(0, 256 * 8).Select(i => (sbyte)((((i >> 3) >> (i & 7)) & 1) != 0 ? NetworkGraph.Gain : -NetworkGraph.Gain))];
}
