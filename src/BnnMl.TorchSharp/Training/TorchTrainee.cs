using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace BnnMl.TorchSharp;

/// <summary>A <see cref="BinaryNetwork"/> as a run drives it. Every step, measured batch and copy has one dispose scope; only parameters and moments live longer.</summary>
sealed class TorchTrainee : ITrainee
{
    readonly TrainingJob job;
    readonly Device device;
    readonly BinaryNetwork network;
    readonly AdamParameter[] learned;
    readonly AdamParameter[] stepped;

    /// <param name="job">What is trained on what.</param>
    /// <param name="device">Where.</param>
    /// <param name="reduced">Whether products of bits are computed in bfloat16.</param>
    internal TorchTrainee(TrainingJob job, Device device, bool reduced)
    {
        (this.job, this.device) = (job, device);
        using (var scope = NewDisposeScope())
        {
            network = new BinaryNetwork(job.Spec, reduced);
            network.to(device);
            scope.Detach(network.parameters().Concat(network.buffers()));
        }

        learned = [.. network.Layers.SelectMany(layer => (AdamParameter[])[new($"weights of {layer.Plan.Name}", layer.Weight, 1), new($"shifts of {layer.Plan.Name}", layer.Shift, float.PositiveInfinity)]),
            new("output's scale", network.Theta, LatentNetwork.MaxLogScale)];
        stepped = LearnsScores ? learned : learned[..^2];
    }

    /// <inheritdoc/>
    public int Batch => job.Batch;

    internal BinaryNetwork Network => network;

    bool LearnsScores => job.Options.Loss is not Loss.ModifiedHinge;

    /// <inheritdoc/>
    public void Begin(LatentNetwork start)
    {
        using var scope = NewDisposeScope();
        foreach (var layer in network.Layers)
        {
            var plan = layer.Plan;
            learned[2 * plan.Index].Begin(WeightOrder.ToModule(plan, tensor(start.Weights(plan.Index).ToArray(), [plan.UnitCount, plan.FanIn])));
            learned[(2 * plan.Index) + 1].Begin(tensor(start.Shifts(plan.Index).ToArray()));
        }

        learned[^1].Begin(tensor([start.LogScale ?? 0f]));
    }

    /// <inheritdoc/>
    public (double Loss, double Correct) Step(EncodedDataset data, in TrainingStep step)
    {
        using var scope = NewDisposeScope();
        var (loss, correct, gradients) = Gradients(data, step.Rows.Span, step.Errors, step.Chip);
        var sums = stack([loss.detach(), correct, .. gradients.Select(gradient => gradient.sum())]).cpu().data<float>().ToArray(); // the step's one wait for the device
        if (!float.IsFinite(sums[0]))
            throw step.Diverged($"the loss is {sums[0]}");
        for (var i = 0; i < stepped.Length; i++)
            if (!float.IsFinite(sums[i + 2]))
                throw step.Diverged($"the gradient of the {stepped[i].Name} is not finite");
        for (var i = 0; i < stepped.Length; i++)
            stepped[i].Step(gradients[i], step.LearningRate, step.Number);
        return (sums[0] * (double)Batch, sums[1]);
    }

    /// <inheritdoc/>
    public LayerStatistics[] Measure(EncodedDataset data, ReadOnlySpan<int> rows, BitErrorModel? errors, Func<int, Chip> chips, CancellationToken cancel)
    {
        var hidden = network.Layers.SkipLast(1).ToArray();
        var sums = hidden.Select(layer => new double[2, layer.Plan.UnitCount]).ToArray();
        var batches = rows.Length / Batch;
        using var frozen = no_grad();
        for (var batch = 0; batch < batches; batch++)
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Put(errors, chips(batch));
            network.forward(BatchTensors.Of(data, rows.Slice(batch * Batch, Batch), job.Encoding.ZeroPoint, device).Inputs);
            for (var i = 0; i < hidden.Length; i++)
                Add(hidden[i], sums[i]);
        }

        return [.. sums.Select(own => Mean(own, batches))];
    }

    /// <inheritdoc/>
    public LatentNetwork Latent()
    {
        using var scope = NewDisposeScope();
        return new(job.Spec, [.. network.Layers.Select(layer => Values(WeightOrder.ToRows(layer.Plan, layer.Weight)))], [.. network.Layers.Select(layer => Values(layer.Shift))],
            LearnsScores ? Values(network.Theta)[0] : null);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        using var scope = NewDisposeScope();
        foreach (var values in learned.SelectMany(parameter => parameter.Tensors))
            writer.Write(MemoryMarshal.AsBytes(Values(values).AsSpan()));
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var values in learned.SelectMany(parameter => parameter.Tensors))
        {
            var read = new float[values.numel()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(read.AsSpan()));
            values.copy_(tensor(read, values.shape));
        }
    }

    public void Dispose()
    {
        foreach (var parameter in learned)
            parameter.Dispose();
        network.Dispose();
    }

    /// <summary>Loss and correct answers of a batch, scalars, and the gradients of <see cref="stepped"/>; in the caller's dispose scope.</summary>
    internal (Tensor Loss, Tensor Correct, IList<Tensor> Gradients) Gradients(EncodedDataset data, ReadOnlySpan<int> rows, BitErrorModel? errors, Chip chip)
    {
        using var recorded = enable_grad(); // whatever the caller's thread is set to
        Put(errors, chip);
        var batch = BatchTensors.Of(data, rows, job.Encoding.ZeroPoint, device);
        var (loss, scores) = LossTensors.Of(network, network.forward(batch.Inputs), job.Options.Loss, batch);
        loss.backward(); // throws where autograd.grad would end the process
        return (loss, scores.argmax(1).eq(batch.Labels).sum().to(float32), [.. stepped.Select(parameter => parameter.TakeGradient())]);
    }

    /// <summary>Errors for the next pass, in the caller's dispose scope.</summary>
    void Put(BitErrorModel? errors, Chip chip)
    {
        foreach (var layer in network.Layers)
            (layer.WeightErrors, layer.MapErrors) = (ChipErrors.Weights(layer, errors, chip), ChipErrors.Activations(layer, errors, chip, Batch));
    }

    static void Add(BinaryLayer layer, double[,] own)
    {
        var (means, inverses) = (Values(layer.Mean), Values(layer.Inverse));
        for (var f = 0; f < means.Length; f++)
        {
            own[0, f] += means[f];
            own[1, f] += (1 / ((double)inverses[f] * inverses[f])) - BatchStatistics.Epsilon + ((double)means[f] * means[f]);
        }
    }

    static LayerStatistics Mean(double[,] sums, int batches)
    {
        var (mean, inverse) = (new float[sums.GetLength(1)], new float[sums.GetLength(1)]);
        for (var f = 0; f < mean.Length; f++)
            (mean[f], inverse[f]) = BatchStatistics.Normal(sums[0, f] / batches, sums[1, f] / batches);
        return new(mean, inverse);
    }

    /// <summary>A copy in C#'s memory.</summary>
    static float[] Values(Tensor values)
    {
        using var scope = NewDisposeScope();
        return values.detach().cpu().contiguous().data<float>().ToArray();
    }
}
