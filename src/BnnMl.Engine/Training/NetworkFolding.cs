namespace BnnMl;

/// <summary>What was learned, with the statistics it was measured to have, as a packed network: exactly, both answer alike.</summary>
static class NetworkFolding
{
    /// <param name="latent">Whose signs become the weights.</param>
    /// <param name="statistics">Of every hidden layer.</param>
    /// <param name="encoding">Of the inputs it was trained with.</param>
    /// <param name="metadata">Kept in the packed network.</param>
    internal static PackedNetwork Fold(LatentNetwork latent, IReadOnlyList<LayerStatistics> statistics, InputEncoding encoding, IReadOnlyDictionary<string, string> metadata)
    {
        var plan = latent.Spec.Plan();
        var layers = plan.Select(layer => new PackedLayer(layer, Rows(layer, latent.Weights(layer.Index)),
            layer.Kind == LayerKind.Output ? [] : Thresholds(layer, statistics[layer.Index], latent.Shifts(layer.Index)))).ToArray();
        var scales = new float[latent.Spec.Classes];
        Array.Fill(scales, latent.OutputScale);
        return new PackedNetwork(latent.Spec, encoding, layers, scales, latent.Shifts(plan.Count - 1).ToArray(), metadata);
    }

    static ulong[] Rows(PlannedLayer layer, ReadOnlySpan<float> weights)
    {
        var rows = new ulong[layer.UnitCount * layer.WordsPerUnit];
        for (var f = 0; f < layer.UnitCount; f++)
            BitPack.Signs(weights.Slice(f * layer.FanIn, layer.FanIn), rows.AsSpan(f * layer.WordsPerUnit, layer.WordsPerUnit));
        return rows;
    }

    static int[] Thresholds(PlannedLayer layer, LayerStatistics statistics, ReadOnlySpan<float> shifts)
    {
        var thresholds = new int[layer.UnitCount];
        for (var f = 0; f < thresholds.Length; f++)
            thresholds[f] = new BatchNorm(statistics.Mean[f], statistics.InverseDeviation[f], 1, shifts[f]).Fold(layer.ZMax).Threshold;
        return thresholds;
    }
}
