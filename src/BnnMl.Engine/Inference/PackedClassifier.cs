using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>
/// A packed network with encoded samples: clean and under bit errors, on several threads. Results do not depend on the number of threads. Safe to use from several threads.
/// Persistent errors corrupt weights and thresholds once per chip; transient ones anew per sample, whose number is its row.
/// </summary>
public sealed class PackedClassifier : ICorruptibleClassifier
{
    const int Block = 32; // samples a thread takes at a time

    readonly PackedNetwork clean;
    readonly EncodedDataset data;
    readonly int threads;
    readonly ConcurrentBag<Predictor> idle = [];

    /// <param name="clean">The network as trained.</param>
    /// <param name="data">Samples encoded by the network's own encoding.</param>
    /// <param name="threads">Most threads used at once; 0 for one per processor.</param>
    /// <exception cref="ArgumentException">Shape or classes of the samples are not those of the network, or threads is negative.</exception>
    public PackedClassifier(PackedNetwork clean, EncodedDataset data, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if (data.Shape != clean.Spec.Input || data.Classes != clean.Spec.Classes)
            throw new ArgumentException($"The network reads {clean.Spec.Input} and tells {clean.Spec.Classes} classes apart, but the samples are {data.Shape} in {data.Classes} classes. Give data of the network's kind.", nameof(data));
        (this.clean, this.data, this.threads) = (clean, data, threads == 0 ? Environment.ProcessorCount : threads);
    }

    /// <inheritdoc/>
    public int Samples => data.Count;

    /// <inheritdoc/>
    public double Accuracy(BitErrorModel? errors, Chip chip, CancellationToken cancel)
    {
        var correct = 0;
        ForBlocks(errors, chip, (predictor, first, end) =>
        {
            var hits = 0;
            for (var sample = first; sample < end; sample++)
                hits += Corrupted(predictor, errors, chip, sample).Predict(data.Row(sample), errors, chip, sample) == data.Labels[sample] ? 1 : 0;
            Interlocked.Add(ref correct, hits);
        }, cancel);
        return (double)correct / data.Count;
    }

    /// <summary>Scores [samples, classes] of all samples.</summary>
    /// <param name="errors">Null for a clean run.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public float[,] Scores(BitErrorModel? errors = null, Chip chip = default, CancellationToken cancel = default)
    {
        var scores = new float[data.Count, data.Classes];
        ForBlocks(errors, chip, (predictor, first, end) =>
        {
            for (var sample = first; sample < end; sample++)
                Corrupted(predictor, errors, chip, sample).Run(data.Row(sample), errors, chip, sample, MemoryMarshal.CreateSpan(ref scores[sample, 0], data.Classes));
        }, cancel);
        return scores;
    }

    /// <summary>The predicted class of every sample.</summary>
    /// <param name="errors">Null for a clean run.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public int[] Predict(BitErrorModel? errors = null, Chip chip = default, CancellationToken cancel = default)
    {
        var labels = new int[data.Count];
        ForBlocks(errors, chip, (predictor, first, end) =>
        {
            for (var sample = first; sample < end; sample++)
                labels[sample] = Corrupted(predictor, errors, chip, sample).Predict(data.Row(sample), errors, chip, sample);
        }, cancel);
        return labels;
    }

    /// <summary>Calls <paramref name="work"/>(predictor, first sample, end) for blocks of samples; the predictor holds the chip's persistent errors.</summary>
    void ForBlocks(BitErrorModel? errors, Chip chip, Action<Predictor, int, int> work, CancellationToken cancel)
    {
        var network = errors is { IsNone: false, Lifetime: ErrorLifetime.Persistent } && ReachesMemory(errors) ? BitFlips.Apply(clean, errors, chip) : clean;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        Parallel.For(0, (data.Count + Block - 1) / Block, options, () => Rent(network), (block, _, predictor) =>
        {
            work(predictor, block * Block, Math.Min(data.Count, (block + 1) * Block));
            return predictor;
        }, idle.Add);
    }

    /// <summary>The predictor itself; for transient errors with this sample's errors in weights and thresholds.</summary>
    Predictor Corrupted(Predictor predictor, BitErrorModel? errors, Chip chip, int sample)
    {
        if (errors is { IsNone: false, Lifetime: ErrorLifetime.Transient } && ReachesMemory(errors))
            predictor.Load(clean, errors, chip, sample);
        return predictor;
    }

    Predictor Rent(PackedNetwork network)
    {
        if (!idle.TryTake(out var predictor))
            return new Predictor(network);
        if (predictor.IsCorrupted || !ReferenceEquals(predictor.Network, network))
            predictor.Load(network);
        return predictor;
    }

    static bool ReachesMemory(BitErrorModel errors) => (errors.Targets & (FlipTargets.Weights | FlipTargets.Thresholds)) != 0;
}
