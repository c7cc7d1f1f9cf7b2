namespace BnnMl;

/// <summary>A network in training to a packed one, exactly: the same bits come out of both.</summary>
static unsafe class NetworkFolding
{
    /// <summary>The clean weights with the batch norm that Mean, Inverse and Shift hold.</summary>
    internal static PackedNetwork Fold(TrainingNetwork network, NetworkSpec spec, InputEncoding encoding, IReadOnlyDictionary<string, string> metadata)
    {
        var layers = network.Layers.Select(layer => new PackedLayer(layer.Plan, Rows(layer), Thresholds(layer))).ToArray();
        var scales = new float[spec.Classes];
        Array.Fill(scales, network.Output.Scale);
        return new PackedNetwork(spec, encoding, layers, scales, network.Layers[^1].Shift.Span[..spec.Classes].ToArray(), metadata);
    }

    static ulong[] Rows(TrainingLayer layer)
    {
        var rows = new ulong[layer.Units * layer.Words];
        WeightErrors.ToRows(layer, rows);
        return rows;
    }

    static int[] Thresholds(TrainingLayer layer)
    {
        var thresholds = new int[layer.Plan.Kind == LayerKind.Output ? 0 : layer.Units];
        for (var f = 0; f < thresholds.Length; f++)
            thresholds[f] = new BatchNorm(layer.Mean.Pointer[f], layer.Inverse.Pointer[f], 1, layer.Shift.Pointer[f]).Fold(layer.Plan.ZMax).Threshold;
        return thresholds;
    }
}
