using BnnMl.Tests;

namespace BnnMl.Benchmarks;

/// <summary>One binary layer of a network alone, bit-sliced, on one block of samples: from the planes of its input to those of its output.</summary>
sealed unsafe class SlicedLayer
{
    readonly LayerParts whole;

    /// <param name="spec">The network, whose weights are drawn.</param>
    /// <param name="index">Which of its layers; not the first.</param>
    /// <param name="set">An available instruction set.</param>
    internal SlicedLayer(NetworkSpec spec, int index, InstructionSet set)
    {
        var (layer, words) = (RandomNetwork.Of(spec, seed: 1).Layers[index], BitSlice.VectorWords(set));
        Plan = layer.Plan;
        Samples = 64 * words;
        var lists = new PlaneLists(Plan, words);
        for (var block = 0; block < lists.Blocks; block++)
            lists.Load(layer.Weights, layer.Thresholds, block);
        var input = new PlaneMap(Plan.Input, Plan.Padding, words);
        var random = new Random(2);
        for (var y = 0; y < Plan.Input.Height; y++)
            for (var x = 0; x < Plan.Input.Width; x++)
                for (var channel = 0; channel < Plan.Input.Channels; channel++)
                    random.NextBytes(new Span<byte>(input.At(y, x, channel), words * sizeof(ulong)));
        whole = new(Plan, input, new(Plan.Output, 0, words), words, threads: 1, mostShares: 1, (_, _) => new BitUnitPlanes(Plan, lists, input, set));
    }

    internal PlannedLayer Plan { get; }

    /// <summary>Of the block: the bits of a vector.</summary>
    internal int Samples { get; }

    internal double Macs => (double)Plan.Macs * Samples;

    internal void Run() => whole.Run(default);
}
