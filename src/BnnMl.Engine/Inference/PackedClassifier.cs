using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>
/// A packed network with encoded samples: clean and under bit errors, on several threads. Results do not depend on the number of threads. Safe to use from several threads.
/// Persistent errors corrupt weights and thresholds once per chip; transient ones anew per sample, whose number is its row. What the clean first layer makes of the samples, and
/// the samples as it reads them, are kept from one chip to the next, in at most 128 MiB.
/// </summary>
public sealed class PackedClassifier : ICorruptibleClassifier
{
    readonly PackedNetwork clean;
    readonly EncodedDataset data;
    readonly int threads;
    readonly BlockRunner runner;
    readonly FirstLayerCache cache;
    readonly ConcurrentBag<Predictor> idle = []; // for transient errors of the weights: every sample has its own

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
        (runner, cache) = (new(clean.Spec, this.threads), new(clean));
    }

    /// <summary>Whether the clean first layer's maps are kept from chip to chip; for measurements without.</summary>
    internal bool RemembersFirstLayer { get; init; } = true;

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
        Run(errors, chip, (first, scores) =>
        {
            for (var i = 0; i < scores.Length / data.Classes; i++)
                classes[first + i] = Predictor.Best(scores.Slice(i * data.Classes, data.Classes));
        }, cancel);
        return classes;
    }

    /// <summary>Scores [samples, classes] of all samples.</summary>
    /// <param name="errors">Null for a clean run.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public float[,] Scores(BitErrorModel? errors = null, Chip chip = default, CancellationToken cancel = default)
    {
        var all = new float[data.Count, data.Classes];
        Run(errors, chip, (first, scores) => scores.CopyTo(MemoryMarshal.CreateSpan(ref all[first, 0], scores.Length)), cancel);
        return all;
    }

    /// <summary>Runs all samples, with the weights and thresholds as the chip reads them.</summary>
    void Run(BitErrorModel? errors, Chip chip, BlockRunner.Sink sink, CancellationToken cancel)
    {
        var corrupted = errors is { IsNone: false } && (errors.Targets & (FlipTargets.Weights | FlipTargets.Thresholds)) != 0;
        if (corrupted && errors!.Lifetime == ErrorLifetime.Transient)
        {
            RunEach(errors, chip, sink, cancel);
            return;
        }

        var network = corrupted ? BitFlips.Apply(clean, errors!, chip, sample: 0, new() { MaxDegreeOfParallelism = threads, CancellationToken = cancel }) : clean;
        runner.Run(network, data.Count, (first, count, _) => data.Rows(first, count), errors, chip, sink, corrupted && RemembersFirstLayer ? cache : null, cancel);
    }

    /// <summary>One sample after another, each with weights and thresholds of its own.</summary>
    void RunEach(BitErrorModel errors, Chip chip, BlockRunner.Sink sink, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        Parallel.For(0, data.Count, options, () => (Predictor: idle.TryTake(out var predictor) ? predictor : new Predictor(clean), Scores: new float[data.Classes]), (sample, _, own) =>
        {
            own.Predictor.LoadCorrupted(clean, errors, chip, sample);
            own.Predictor.Scores(data.Row(sample), errors, chip, sample, own.Scores);
            sink(sample, own.Scores);
            return own;
        }, own => idle.Add(own.Predictor));
    }
}
