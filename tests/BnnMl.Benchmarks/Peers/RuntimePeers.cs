using BnnMl.Onnx;
using Google.Protobuf;

namespace BnnMl.Benchmarks;

/// <summary>ONNX Runtime on the same network and the same images in several settings, of which the quickest is the peer.</summary>
sealed class RuntimePeers : IDisposable
{
    readonly string kind;
    readonly float[,] expected;
    readonly List<(Side Side, IDisposable Session, float[] Scores)> peers = [];

    RuntimePeers(string kind, float[,] expected) => (this.kind, this.expected) = (kind, expected);

    /// <summary>The file that BnnMl.Onnx exports: float32, its packed weights unpacked when the session is opened.</summary>
    internal static RuntimePeers Float(PackedNetwork network, EncodedDataset data, float[,] expected, int threads) =>
        Of("float32", OnnxFile.Bytes(OnnxExporter.Clean(network)), Array.ConvertAll(Images.ChannelsFirst(data), value => (float)value), data, expected, threads);

    /// <summary>The network on 8-bit operators: <see cref="IntegerGraph"/>.</summary>
    internal static RuntimePeers Integer(PackedNetwork network, EncodedDataset data, float[,] expected, int threads) =>
        Of("int8", IntegerGraph.Of(network).ToByteArray(), Images.ChannelsFirst(data), data, expected, threads);

    /// <summary>The quickest setting, which has our scores bit for bit; the others' sessions are closed.</summary>
    /// <exception cref="InvalidOperationException">Its scores are others.</exception>
    internal Side Quickest(double seconds)
    {
        var quickest = Pairs.Quickest([.. peers.Select(peer => peer.Side)], seconds);
        foreach (var (_, session, _) in peers.Where(peer => peer.Side != quickest))
            session.Dispose();
        peers.RemoveAll(peer => peer.Side != quickest);
        if (!peers[0].Scores.AsSpan().SequenceEqual(expected.Cast<float>().ToArray()))
            throw new InvalidOperationException($"ONNX Runtime's {kind} scores differ from the engine's: nothing is timed.");
        return quickest;
    }

    public void Dispose()
    {
        foreach (var (_, session, _) in peers)
            session.Dispose();
    }

    static RuntimePeers Of<T>(string kind, byte[] model, T[] values, EncodedDataset data, float[,] expected, int threads)
        where T : unmanaged
    {
        var (peers, input) = (new RuntimePeers(kind, expected), data.Shape);
        long[] shape = input.IsImage ? [input.Channels, input.Height, input.Width] : [input.Channels];
        foreach (var settings in RuntimeSettings.Candidates(threads, data.Count))
        {
            var session = new RuntimeSessionPeer<T>(model, settings, values, shape, data.Classes);
            peers.peers.Add((new($"{kind}, {settings}", session.Run), session, session.Scores));
        }

        return peers;
    }
}
