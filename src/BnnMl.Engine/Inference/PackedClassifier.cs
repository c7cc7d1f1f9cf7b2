using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>
/// A packed network with encoded samples: clean and under bit errors, on several threads. Results do not depend on the number of threads. Safe to use from several threads.
/// Persistent errors corrupt weights and thresholds once per chip; transient ones anew per sample, whose number is its row.
/// </summary>
public sealed class PackedClassifier : ICorruptibleClassifier
{
    const int Block = 16; // samples a thread takes at a time; dense layers load their weights once per block

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
        var predicted = Predict(errors, chip, cancel);
        var correct = 0;
        for (var i = 0; i < predicted.Length; i++)
            correct += predicted[i] == data.Labels[i] ? 1 : 0;
        return (double)correct / data.Count;
    }

    /// <summary>The predicted class of every sample.</summary>
    /// <param name="errors">Null for a clean run.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public int[] Predict(BitErrorModel? errors = null, Chip chip = default, CancellationToken cancel = default)
    {
        var classes = new int[data.Count];
        ForBlocks(errors, chip, (predictor, first, count) => predictor.Predict(data.Rows(first, count), errors, chip, first, classes.AsSpan(first, count)), cancel);
        return classes;
    }

    /// <summary>Scores [samples, classes] of all samples.</summary>
    /// <param name="errors">Null for a clean run.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public float[,] Scores(BitErrorModel? errors = null, Chip chip = default, CancellationToken cancel = default)
    {
        var scores = new float[data.Count, data.Classes];
        ForBlocks(errors, chip, (predictor, first, count) =>
            predictor.Run(data.Rows(first, count), count, errors, chip, first, MemoryMarshal.CreateSpan(ref scores[first, 0], count * data.Classes)), cancel);
        return scores;
    }

    /// <summary>Calls <paramref name="work"/>(predictor, first sample, count) for all samples; the predictor holds the errors of the chip, and of the sample where they are transient.</summary>
    void ForBlocks(BitErrorModel? errors, Chip chip, Action<Predictor, int, int> work, CancellationToken cancel)
    {
        var corrupted = errors is { IsNone: false } && (errors.Targets & (FlipTargets.Weights | FlipTargets.Thresholds)) != 0;
        var perSample = corrupted && errors!.Lifetime == ErrorLifetime.Transient;
        var network = corrupted && !perSample ? BitFlips.Apply(clean, errors!, chip) : clean;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        Parallel.For(0, (data.Count + Block - 1) / Block, options, () => Rent(network), (block, _, predictor) =>
        {
            var (first, end) = (block * Block, Math.Min(data.Count, (block + 1) * Block));
            if (!perSample)
                work(predictor, first, end - first);
            for (var sample = first; perSample && sample < end; sample++)
            {
                predictor.LoadCorrupted(clean, errors!, chip, sample);
                work(predictor, sample, 1);
            }

            return predictor;
        }, idle.Add);
    }

    Predictor Rent(PackedNetwork network)
    {
        if (!idle.TryTake(out var predictor))
            return new Predictor(network, KernelSelector.Selected, Block);
        if (predictor.IsCorrupted || !ReferenceEquals(predictor.Network, network))
            predictor.Load(network);
        return predictor;
    }
}
