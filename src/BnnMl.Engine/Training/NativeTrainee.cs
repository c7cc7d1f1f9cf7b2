using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>The native engine's network as a run drives it: the form of what is learned that others read, and statistics over many batches.</summary>
sealed unsafe class NativeTrainee(TrainingNetwork network) : ITrainee
{
    /// <inheritdoc/>
    public int Batch => network.Batch;

    /// <inheritdoc/>
    public void Begin(LatentNetwork start)
    {
        foreach (var buffer in Learned())
            buffer.Span.Clear();
        foreach (var moments in Moments())
            moments.Span.Clear();
        foreach (var layer in network.Layers)
        {
            var weights = start.Weights(layer.Plan.Index);
            for (var f = 0; f < layer.Units; f++)
                for (var k = 0; k < layer.K; k++)
                    layer.Weights.Pointer[layer.At(k, f)] = weights[(f * layer.K) + k];
            start.Shifts(layer.Plan.Index).CopyTo(layer.Shift.Span);
        }

        network.Output.Theta.Span[0] = start.LogScale ?? 0;
        network.PackBits();
    }

    /// <inheritdoc/>
    public (double Loss, double Correct) Step(EncodedDataset data, in TrainingStep step)
    {
        Forward(data, step.Rows.Span, step.Errors, step.Chip);
        return network.Backward(step);
    }

    /// <inheritdoc/>
    public LayerStatistics[] Measure(EncodedDataset data, ReadOnlySpan<int> rows, BitErrorModel? errors, Func<int, Chip> chips, CancellationToken cancel)
    {
        var hidden = network.Layers[..^1];
        var sums = hidden.Select(layer => new double[2 * layer.Units]).ToArray();
        var batches = rows.Length / network.Batch;
        for (var batch = 0; batch < batches; batch++)
        {
            cancel.ThrowIfCancellationRequested();
            Forward(data, rows.Slice(batch * network.Batch, network.Batch), errors, chips(batch));
            for (var i = 0; i < hidden.Length; i++)
                Add(hidden[i], sums[i]);
        }

        return [.. hidden.Select((layer, i) => Mean(layer.Units, sums[i], batches))];
    }

    /// <inheritdoc/>
    public LatentNetwork Latent() => new(network.Spec, [.. network.Layers.Select(Weights)],
        [.. network.Layers.Select(layer => layer.Shift.Span[..layer.Units].ToArray())], network.Output.LogScale);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        foreach (var buffer in Learned())
            writer.Write(MemoryMarshal.AsBytes(buffer.Span));
        foreach (var moments in Moments())
            writer.Write(MemoryMarshal.AsBytes(moments.Span));
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        foreach (var buffer in Learned())
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(buffer.Span));
        foreach (var moments in Moments())
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(moments.Span));
        network.PackBits();
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    void Forward(EncodedDataset data, ReadOnlySpan<int> rows, BitErrorModel? errors, Chip chip)
    {
        network.Input.Choose(data, rows);
        (network.Errors, network.Chip) = (errors, chip);
        network.Forward();
    }

    void Add(TrainingLayer layer, double[] own)
    {
        for (var f = 0; f < layer.Units; f++)
        {
            var (mean, squares) = BatchStatistics.Means(layer, f, network.Input.Count);
            own[f] += mean;
            own[layer.Units + f] += squares;
        }
    }

    static LayerStatistics Mean(int units, double[] sums, int batches)
    {
        var (mean, inverse) = (new float[units], new float[units]);
        for (var f = 0; f < units; f++)
            (mean[f], inverse[f]) = BatchStatistics.Normal(sums[f] / batches, sums[units + f] / batches);
        return new(mean, inverse);
    }

    static float[] Weights(TrainingLayer layer)
    {
        var weights = new float[layer.Plan.WeightBits];
        for (var f = 0; f < layer.Units; f++)
            for (var k = 0; k < layer.K; k++)
                weights[(f * layer.K) + k] = layer.Weights.Pointer[layer.At(k, f)];
        return weights;
    }

    IEnumerable<AlignedBuffer<float>> Learned() => network.Layers
        .SelectMany(layer => (AlignedBuffer<float>[])[layer.Weights, layer.Shift, layer.Shift1, layer.Shift2]).Append(network.Output.Theta);

    IEnumerable<AlignedBuffer<uint>> Moments() => network.Layers.SelectMany(layer => (AlignedBuffer<uint>[])[layer.Moment1, layer.Moment2]);
}
