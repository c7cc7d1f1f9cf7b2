using BnnMl.Onnx;
using Google.Protobuf;

namespace BnnMl.Benchmarks;

/// <summary>ONNX Runtime on the same network and the same images, with scores that were compared with ours, bit for bit, before anything is timed.</summary>
sealed class RuntimePeers : IDisposable
{
    readonly List<IDisposable> owned = [];

    RuntimePeers() { }

    /// <summary>One per setting, to choose the quickest from.</summary>
    internal List<Side> Sides { get; } = [];

    /// <summary>The file that BnnMl.Onnx exports: float32, its packed weights unpacked when the session is opened.</summary>
    internal static RuntimePeers Float(PackedNetwork network, EncodedDataset data, float[,] expected, int threads) =>
        Of("float32", OnnxFile.Bytes(OnnxExporter.Clean(network)), Array.ConvertAll(Images.ChannelsFirst(data), value => (float)value), data, expected, threads);

    /// <summary>The network on 8-bit operators: <see cref="IntegerGraph"/>.</summary>
    internal static RuntimePeers Integer(PackedNetwork network, EncodedDataset data, float[,] expected, int threads) =>
        Of("int8", IntegerGraph.Of(network).ToByteArray(), Images.ChannelsFirst(data), data, expected, threads);

    /// <summary>The quickest setting; the others' sessions are closed.</summary>
    internal Side Quickest(double seconds)
    {
        var quickest = Pairs.Quickest(Sides, seconds);
        var place = Sides.IndexOf(quickest);
        for (var i = 0; i < owned.Count; i++)
            if (i != place)
                owned[i].Dispose();
        (owned[0], Sides[0]) = (owned[place], quickest);
        owned.RemoveRange(1, owned.Count - 1);
        Sides.RemoveRange(1, Sides.Count - 1);
        return quickest;
    }

    public void Dispose()
    {
        foreach (var peer in owned)
            peer.Dispose();
    }

    static RuntimePeers Of<T>(string kind, byte[] model, T[] values, EncodedDataset data, float[,] expected, int threads)
        where T : unmanaged
    {
        var (peers, input) = (new RuntimePeers(), data.Shape);
        long[] shape = input.IsImage ? [input.Channels, input.Height, input.Width] : [input.Channels];
        float[] scores = [.. expected.Cast<float>()];
        foreach (var settings in RuntimeSettings.Candidates(threads, data.Count))
        {
            var peer = new RuntimeSessionPeer<T>(model, settings, values, shape, data.Classes);
            peers.owned.Add(peer);
            peer.Run();
            if (!peer.Scores.AsSpan().SequenceEqual(scores))
                throw new InvalidOperationException($"ONNX Runtime's {kind} scores differ from the engine's: nothing is timed.");
            peers.Sides.Add(new($"{kind}, {settings}", peer.Run));
        }

        return peers;
    }
}
