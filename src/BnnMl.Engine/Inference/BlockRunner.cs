using System.Collections.Concurrent;

namespace BnnMl;

/// <summary>
/// Runs networks of one spec and zero point on any number of samples, in blocks on several threads. Keeps weights and buffers of earlier runs for later ones; may be called
/// from several threads. What comes out depends on neither threads nor blocks.
/// </summary>
/// <param name="spec">The networks' spec.</param>
/// <param name="threads">Most threads at once.</param>
sealed class BlockRunner(NetworkSpec spec, int threads)
{
    const int LeastShared = 128; // samples: smaller blocks are done before another thread wakes up

    readonly ConcurrentDictionary<int, ConcurrentBag<BlockWorkers>> idle = [];

    /// <summary>The bytes [count, H·W·C] of a block of samples; the worker has room to write them to.</summary>
    internal delegate ReadOnlySpan<byte> Source(int first, int count, BlockWorker worker);

    /// <summary>Takes the scores [count, classes] of the block of samples that begins with number <paramref name="first"/>.</summary>
    internal delegate void Sink(int first, ReadOnlySpan<float> scores);

    /// <summary>Runs all samples.</summary>
    /// <param name="network">Its weights and thresholds are run as they are.</param>
    /// <param name="samples">How many, at least 1.</param>
    /// <param name="source">Called once per block, on any thread.</param>
    /// <param name="errors">Of activations; null for none.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="sink">Called once per block, on any thread.</param>
    /// <param name="cache">Of the same samples, for runs of networks that differ from its origin in few units of the first layer; null for none.</param>
    /// <param name="cancel">Ends the run, within a block too where it is sliced.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal void Run(PackedNetwork network, int samples, Source source, BitErrorModel? errors, Chip chip, Sink sink, FirstLayerCache? cache, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var blocks = Blocks(samples, Math.Min(threads, Environment.ProcessorCount));
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        var slicedLayers = blocks.Max(block => block.Form.SlicedLayers);
        var bag = idle.GetOrAdd(slicedLayers, _ => []);
        if (!bag.TryTake(out var workers))
            workers = new(network, slicedLayers, KernelSelector.Selected);
        workers.Load(network, cache?.Origin ?? network, options);

        void Work(int i)
        {
            var (first, count, form) = blocks[i];
            var worker = workers.Rent(form);
            sink(first, worker.Run(source(first, count, worker), count, errors, chip, first, cache, cancel));
            workers.Return(worker);
        }

        if (blocks.Count == 1)
            Work(0); // on this thread: a few rows are done before another one wakes up
        else
            Parallel.For(0, blocks.Count, options, Work);
        bag.Add(workers); // a run that throws leaves them to the collector
    }

    /// <summary>As many wide blocks as give all threads the same, a block for each; what is left is divided within blocks, which so keep their width.</summary>
    /// <param name="samples">At least 1.</param>
    /// <param name="cores">That threads run on.</param>
    internal List<(int First, int Count, BlockForm Form)> Blocks(int samples, int cores)
    {
        var (blocks, whole) = (new List<(int, int, BlockForm)>(), 0);
        for (var first = 0; first < samples;)
        {
            var form = Form(samples - first);
            var count = Math.Min(form.Samples, samples - first);
            var isShared = form.SlicedLayers > 0 && count >= LeastShared && Words(samples - first, form) < form.PlaneWords * (cores - (whole % cores));
            whole += isShared ? 0 : 1;
            blocks.Add((first, count, isShared ? form with { Threads = cores } : form));
            first += count;
        }

        return blocks;
    }

    BlockForm Form(int samples) => BlockForm.Of(spec, KernelSelector.Selected, KernelSelector.SelectedBatch, samples);

    /// <summary>Width of all blocks to come, which is what they cost: 272 samples take as long as the 512 that fill a vector, and keep a thread as busy.</summary>
    int Words(int samples, BlockForm form) => (samples / form.Samples * form.PlaneWords) + (samples % form.Samples == 0 ? 0 : Form(samples % form.Samples).PlaneWords);
}
