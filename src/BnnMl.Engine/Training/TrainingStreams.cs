namespace BnnMl;

/// <summary>What a training seed decides, each in a stream of its own.</summary>
static unsafe class TrainingStreams
{
    internal const ulong Order = 1 << 16;
    internal const ulong CalibrationOrder = Order + 1;
    internal const ulong Chips = Order + 2;
    internal const ulong CalibrationChips = Order + 3;

    /// <summary>Everything that is learned to its start: latent weights uniform in [−1, 1], all else 0.</summary>
    internal static void Initialise(TrainingNetwork network, long seed)
    {
        foreach (var layer in network.Layers)
        {
            foreach (var buffer in (ReadOnlySpan<AlignedBuffer<float>>)[layer.Weights, layer.Moment1, layer.Moment2, layer.Shift, layer.Shift1, layer.Shift2])
                buffer.Span.Clear();
            var key = AddressedRandom.Key(seed, (ulong)layer.Plan.Index);
            for (var k = 0; k < layer.K; k++)
                for (var f = 0; f < layer.Units; f++)
                    layer.Weights.Pointer[layer.At(k, f)] = (float)((2 * AddressedRandom.Uniform(key, ((ulong)k * (ulong)layer.Units) + (ulong)f)) - 1);
        }

        network.Output.Theta.Span.Clear();
        network.PackBits();
    }

    /// <summary>The chip of a training step. Its seed is at least 2^30, so evaluations with smaller seeds never meet a chip that was trained on.</summary>
    internal static Chip Chip(long seed, ulong purpose, long step)
    {
        var word = AddressedRandom.Word(AddressedRandom.Key(seed, purpose), (ulong)step);
        return new Chip((int)(word & int.MaxValue), (int)((word >> 33) | (1u << 30)));
    }
}
