namespace BnnMl;

/// <summary>What a training seed decides besides the initial weights, each in a stream of its own.</summary>
static class TrainingStreams
{
    internal const ulong Order = 1 << 16;
    internal const ulong CalibrationOrder = Order + 1;
    internal const ulong Chips = Order + 2;
    internal const ulong CalibrationChips = Order + 3;

    /// <summary>The chip of a training step. Its seed is at least 2^30, so evaluations with smaller seeds never meet a chip that was trained on.</summary>
    internal static Chip Chip(long seed, ulong purpose, long step)
    {
        var word = AddressedRandom.Word(AddressedRandom.Key(seed, purpose), (ulong)step);
        return new Chip((int)(word & int.MaxValue), (int)((word >> 33) | (1u << 30)));
    }
}
