using static BnnMl.Onnx.Format.TensorProto.Types;
using static BnnMl.Onnx.GraphBuilder;

namespace BnnMl.Onnx;

/// <summary>
/// What memory holds, read with the bit errors of <see cref="BitFlips"/>: the events of all layers of a target are computed at once, before the network runs, since none of
/// them depends on data.
/// </summary>
sealed class FlippedBits : IMemoryReader
{
    readonly GraphBuilder graph;
    readonly EventGraph events;
    readonly StoredBits stored;
    readonly IReadOnlyList<PlannedLayer> plan;
    readonly Dictionary<PlannedLayer, string> weights, thresholds, maps;

    internal FlippedBits(GraphBuilder graph, NetworkSpec spec)
    {
        (this.graph, events, stored, plan) = (graph, new EventGraph(graph), new StoredBits(graph), spec.Plan());
        PlannedLayer[] hidden = [.. plan.SkipLast(1)];
        weights = Words(FlipTargets.Weights, plan, layer => layer.UnitCount * layer.WordsPerUnit, GraphNames.BitErrorRate, BatchSample());
        thresholds = Words(FlipTargets.Thresholds, hidden, layer => layer.UnitCount, GraphNames.ThresholdErrorRate, BatchSample());
        maps = Words(FlipTargets.Activations, hidden, layer => BitPack.Words(layer.Output.Length), GraphNames.ActivationErrorRate, EachSample());
    }

    public string Weights(PlannedLayer layer) =>
        graph.Node("BitwiseXor", [stored.Weights(layer), events.Bytes(weights[layer], layer.UnitCount, 8L * layer.WordsPerUnit)]);

    public string Thresholds(PlannedLayer layer)
    {
        var mask = graph.Scalar((1UL << layer.ThresholdBits) - 1);
        var flips = graph.Node("BitwiseAnd", [graph.Reshape(thresholds[layer], layer.UnitCount), mask]);
        return graph.Node("BitwiseXor", [stored.Thresholds(layer), graph.Cast(flips, DataType.Int64)]);
    }

    /// <summary>With m = −1 where a bit flips and 1 elsewhere, x − 1 becomes x·m − 1.</summary>
    public string Activations(PlannedLayer layer, string map)
    {
        var (shape, words) = (layer.Output, (long)BitPack.Words(layer.Output.Length));
        var bytes = graph.Cast(events.Bytes(maps[layer], -1, 8 * words), DataType.Int32);                                     // [N or 1, 8·words]
        var signs = graph.Reshape(graph.Node("Gather", [StoredBits.SignTable, bytes], Int("axis", 0)), -1, 64 * words); // ±4
        if (64 * words != shape.Length)
            signs = graph.Node("Slice", [signs, graph.Longs(0), graph.Longs(shape.Length), graph.Longs(1)]);
        if (layer.Kind == LayerKind.Convolution)
            signs = graph.Node("Transpose", [graph.Reshape(signs, -1, shape.Height, shape.Width, shape.Channels)], Ints("perm", 0, 3, 1, 2));
        var m = graph.Node("Mul", [graph.Cast(signs, DataType.Float), graph.Scalar(-1f / NetworkGraph.Gain)]);
        var flipped = graph.Node("Mul", [graph.Node("Add", [map, graph.Scalar(1f)]), m]);
        return graph.Node("Sub", [flipped, graph.Scalar(1f)]);
    }

    /// <summary>Event words of a target per layer: uint64 [samples, words of the layer].</summary>
    /// <param name="target">Which streams.</param>
    /// <param name="layers">Layers that have the target.</param>
    /// <param name="words">Words per layer.</param>
    /// <param name="rate">float32 scalar.</param>
    /// <param name="samples">int64 [samples, 1].</param>
    Dictionary<PlannedLayer, string> Words(FlipTargets target, IReadOnlyList<PlannedLayer> layers, Func<PlannedLayer, int> words, string rate, string samples)
    {
        if (layers.Count == 0)
            return [];
        var keys = events.Keys(GraphNames.Seed, layers.Select(layer => ((ulong)layer.Index * 8) + Purpose(target)));
        string[] counters = [.. layers.Select((layer, stream) => events.Counters(keys, stream, words(layer)))];
        var all = graph.Node("Add", [graph.Node("Concat", counters, Int("axis", 0)), events.SampleCounters(samples)]); // [samples, all words]
        string[] parts = [.. layers.Select(layer => $"{graph.Graph.Name}/{layer.Name}.{target}")];
        graph.NodeAs(parts, "Split", [events.Events(all, rate), graph.Longs([.. layers.Select(layer => (long)words(layer))])], Int("axis", 1));
        return layers.Zip(parts).ToDictionary();
    }

    /// <summary>A target's place among the streams of a layer (<see cref="BitFlips.Key"/>).</summary>
    static ulong Purpose(FlipTargets target) => target switch
    {
        FlipTargets.Weights => 0,
        FlipTargets.Activations => 1,
        FlipTargets.Thresholds => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(target), $"{target} is not one target."),
    };

    /// <summary>int64 [1, 1]: the first sample's number where errors are transient, else 0.</summary>
    string BatchSample() => graph.Reshape(graph.Node("Mul", [GraphNames.SampleOffset, GraphNames.Transient]), 1, 1);

    /// <summary>int64 [N, 1]: each sample's number where errors are transient, else [1, 1]: 0.</summary>
    string EachSample()
    {
        var batch = graph.Node("Gather", [graph.Node("Shape", [GraphNames.Features]), graph.Scalar(0L)], Int("axis", 0));
        var more = graph.Node("Mul", [graph.Node("Sub", [batch, graph.Scalar(1L)]), GraphNames.Transient]);
        var range = graph.Node("Range", [graph.Scalar(0L), graph.Node("Add", [more, graph.Scalar(1L)]), graph.Scalar(1L)]);
        return graph.Node("Add", [graph.Reshape(range, -1, 1), BatchSample()]);
    }
}
