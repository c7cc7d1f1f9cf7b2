namespace BnnMl.Benchmarks;

/// <summary>Seconds per unit of both sides, pair by pair.</summary>
sealed record PairedTimes(IReadOnlyList<RunTime> Ours, IReadOnlyList<RunTime> Peer)
{
    /// <summary>What a second thread was worth in the same turns (<see cref="CoreScaling"/>); null where none is used.</summary>
    internal double? Scaling { get; init; }

    /// <summary>How many times as long the peer takes, over the pairs.</summary>
    internal Spread Ratio => Spread.Of(Peer.Zip(Ours, (peer, ours) => peer.Wall / ours.Wall));

    /// <summary>The same of processor time; the median.</summary>
    internal double ProcessorRatio => Spread.Of(Peer.Zip(Ours, (peer, ours) => peer.Processor / ours.Processor)).Median;

    internal Spread OursSeconds => Spread.Of(Ours.Select(time => time.Wall));

    internal Spread PeerSeconds => Spread.Of(Peer.Select(time => time.Wall));
}
