namespace BnnMl;

/// <summary>The packed engine on blocks of float features, on all processors: a thread encodes a block of rows and runs it.</summary>
sealed class PackedScorer(PackedNetwork network) : IBatchScorer
{
    readonly BlockRunner runner = new(network.Spec, Environment.ProcessorCount);

    public MapShape Input => network.Spec.Input;

    public int Classes => network.Spec.Classes;

    public bool NumbersRows => false;

    public void Score(float[] features, int rows, long firstRow, float[] scores) => runner.Run(network, rows, (first, count, worker) =>
    {
        var inputs = worker.Inputs(count);
        var shape = network.Spec.Input;
        for (var i = 0; i < count; i++)
            network.Encoding.Encode(features.AsSpan((first + i) * shape.Length, shape.Length), shape, inputs.Slice(i * shape.Length, shape.Length));
        return inputs;
    }, errors: null, default, (first, block) => block.CopyTo(scores.AsSpan(first * network.Spec.Classes)), cache: null, CancellationToken.None);
}
