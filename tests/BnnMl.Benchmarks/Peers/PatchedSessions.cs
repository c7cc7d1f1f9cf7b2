using System.Runtime.InteropServices;
using BnnMl.Onnx;

namespace BnnMl.Benchmarks;

/// <summary>
/// The way to simulate weight errors with ONNX Runtime that is right and quickest there: flip the packed weights inside the model's bytes and open a session per chip, which
/// then runs at clean speed.
/// </summary>
sealed class PatchedSessions
{
    readonly byte[] model;
    readonly (PackedLayer Layer, int Offset)[] places;
    readonly float[] pixels;
    readonly EncodedDataset data;

    internal PatchedSessions(PackedNetwork network, EncodedDataset data)
    {
        model = OnnxFile.Bytes(OnnxExporter.Clean(network));
        places = [.. network.Layers.Select(layer => (layer, model.AsSpan().IndexOf(MemoryMarshal.AsBytes(layer.Weights))))];
        if (places.FirstOrDefault(place => place.Offset < 0).Layer is { } missing)
            throw new InvalidOperationException($"The weights of {missing.Plan.Name} are not found in the exported file.");
        (this.data, pixels) = (data, Array.ConvertAll(Images.ChannelsFirst(data), value => (float)value));
    }

    /// <summary>Accuracy on all images with the errors of a chip's weights, in a session of its own. Safe to call from several threads.</summary>
    internal double Accuracy(BitErrorModel errors, Chip chip, RuntimeSettings settings)
    {
        var patched = (byte[])model.Clone();
        foreach (var (layer, offset) in places)
        {
            var read = new ulong[layer.Weights.Length];
            BitFlips.Weights(layer.Plan, layer.Weights, errors, chip, 0, read);
            MemoryMarshal.AsBytes(read.AsSpan()).CopyTo(patched.AsSpan(offset));
        }

        var input = data.Shape;
        long[] shape = input.IsImage ? [input.Channels, input.Height, input.Width] : [input.Channels];
        using var session = new RuntimeSessionPeer<float>(patched, settings, pixels, shape, data.Classes);
        session.Run();
        var correct = 0;
        for (var i = 0; i < data.Count; i++)
            correct += Predictor.Best(session.Scores.AsSpan(i * data.Classes, data.Classes)) == data.Labels[i] ? 1 : 0;
        return (double)correct / data.Count;
    }

    /// <summary>One after another with all threads within an operator, or side by side with one thread each, in runs of 64 or of 1,000 images; two chips each.</summary>
    internal IEnumerable<Side> Sides(BitErrorModel errors, int threads)
    {
        foreach (var samples in new[] { 64, 1000 })
        {
            var together = new RuntimeSettings(threads, threads > 1, samples);
            yield return new($"{(threads == 1 ? "1 thread" : $"{threads} threads")} for a chip, {together}", () =>
            {
                for (var chip = 0; chip < threads; chip++)
                    Accuracy(errors, new(chip), together);
            }, threads);
            var alone = new RuntimeSettings(1, false, samples);
            if (threads > 1)
                yield return new($"{threads} chips side by side, {samples} images a run", () => Parallel.For(0, threads, new() { MaxDegreeOfParallelism = threads }, chip => Accuracy(errors, new(chip), alone)), threads);
        }
    }
}
