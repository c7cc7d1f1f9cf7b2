using System.Collections.Concurrent;

namespace BnnMl;

/// <summary>The packed engine on blocks of float features, on all processors: a thread encodes and runs some rows at a time.</summary>
sealed class PackedScorer(PackedNetwork network) : IBatchScorer
{
    const int LaneRows = 16; // dense layers load their weights once for as many rows

    readonly ConcurrentBag<Lane> idle = [];

    public MapShape Input => network.Spec.Input;

    public int Classes => network.Spec.Classes;

    public bool NumbersRows => false;

    public void Score(float[] features, int rows, long firstRow, float[] scores)
    {
        if (rows <= LaneRows)
        {
            var lane = Rent();
            lane.Run(features, 0, rows, scores);
            idle.Add(lane);
            return;
        }

        Parallel.For(0, (rows + LaneRows - 1) / LaneRows, Rent, (block, _, lane) =>
        {
            lane.Run(features, block * LaneRows, Math.Min(LaneRows, rows - (block * LaneRows)), scores);
            return lane;
        }, idle.Add);
    }

    Lane Rent() => idle.TryTake(out var lane) ? lane : new Lane(network);

    /// <summary>One thread's predictor and its bytes.</summary>
    sealed class Lane(PackedNetwork network)
    {
        readonly Predictor predictor = new(network, KernelSelector.Selected, LaneRows);
        readonly byte[] inputs = new byte[LaneRows * network.Spec.Input.Length];

        internal void Run(float[] features, int first, int count, float[] scores)
        {
            var (shape, classes) = (network.Spec.Input, network.Spec.Classes);
            for (var i = 0; i < count; i++)
                network.Encoding.Encode(features.AsSpan((first + i) * shape.Length, shape.Length), shape, inputs.AsSpan(i * shape.Length, shape.Length));
            predictor.Run(inputs.AsSpan(0, count * shape.Length), count, null, default, 0, scores.AsSpan(first * classes, count * classes));
        }
    }
}
