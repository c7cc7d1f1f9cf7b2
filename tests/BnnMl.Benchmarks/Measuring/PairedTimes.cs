namespace BnnMl.Benchmarks;

/// <summary>Seconds per unit of both sides, pair by pair.</summary>
sealed record PairedTimes(IReadOnlyList<double> Ours, IReadOnlyList<double> Peer)
{
    /// <summary>How many times as long the peer takes, over the pairs.</summary>
    internal Spread Ratio => Spread.Of(Peer.Zip(Ours, (peer, ours) => peer / ours));

    internal Spread OursSeconds => Spread.Of(Ours);

    internal Spread PeerSeconds => Spread.Of(Peer);
}
