namespace BnnMl;

/// <summary>
/// Before folding, batch norm's means and variances are measured anew with the final weights, over some thousand training samples (the population statistics of
/// arXiv:1502.03167, algorithm 2), under the bit errors of training if there are any: running averages would lag behind and keep no more.
/// </summary>
sealed unsafe class StatisticsCalibration
{
    readonly TrainingNetwork network;
    readonly double[][] sums;

    internal StatisticsCalibration(TrainingNetwork network) =>
        (this.network, sums) = (network, [.. network.Layers.Select(layer => new double[2 * layer.Units])]);

    /// <summary>Sets every hidden layer's Mean and Inverse.</summary>
    /// <param name="data">Training samples.</param>
    /// <param name="samples">How many to use.</param>
    /// <param name="seed">Decides which, and the chips.</param>
    /// <param name="errors">Bit errors of training, or null.</param>
    internal void Measure(EncodedDataset data, int samples, long seed, BitErrorModel? errors)
    {
        var order = new SampleOrder(seed, TrainingStreams.CalibrationOrder, data.Count);
        var batches = Math.Max(1, Math.Min(samples, data.Count) / network.Batch);
        foreach (var own in sums)
            Array.Clear(own);
        for (var batch = 0; batch < batches; batch++)
        {
            var first = (long)batch * network.Batch;
            network.Input.Choose(data, network.Batch, i => order[first + i]);
            (network.Errors, network.Chip) = (errors, TrainingStreams.Chip(seed, TrainingStreams.CalibrationChips, batch));
            network.Forward(batchStatistics: true);
            for (var i = 0; i < network.Layers.Length - 1; i++)
                Add(network.Layers[i], sums[i]);
        }

        for (var i = 0; i < network.Layers.Length - 1; i++)
            Set(network.Layers[i], sums[i], batches);
    }

    void Add(TrainingLayer layer, double[] own)
    {
        for (var f = 0; f < layer.Units; f++)
        {
            var (mean, squares) = BatchStatistics.Means(layer, f, TrainingNetwork.Chunks, network.Input.Count);
            own[f] += mean;
            own[layer.Units + f] += squares;
        }
    }

    static void Set(TrainingLayer layer, double[] own, int batches)
    {
        for (var f = 0; f < layer.Units; f++)
            (layer.Mean.Pointer[f], layer.Inverse.Pointer[f]) = BatchStatistics.Normal(own[f] / batches, own[layer.Units + f] / batches);
    }
}
