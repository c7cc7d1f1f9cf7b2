namespace BnnMl;

/// <summary>
/// Bit errors put into stored bits. Whether bit (chip, layer, target, sample, index) flips is a function of that address alone (see <c>AddressedRandom</c>): no state, any
/// order, any thread. The index is the bit's place in the layer's stored words: weights as packed rows with their padding, thresholds one word per unit, activations the
/// layer's output map as one run of bits. Applied twice to symmetric errors, the same flips cancel.
/// </summary>
public static class BitFlips
{
    const int SampleShift = 26; // a layer has fewer than 2^26 words: at most 2^31 weights in at most 2^16 rows
    const int Block = 128;      // words of events at a time, on the stack

    /// <summary>A copy of <paramref name="clean"/> with the errors of its weights and thresholds (activations have no place in it: they flip during inference).</summary>
    /// <param name="clean">Stays as it is.</param>
    /// <param name="errors">Rates, targets and lifetime.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="sample">The sample's number, at least 0, for transient errors; persistent ones are the same for all.</param>
    public static PackedNetwork Apply(PackedNetwork clean, BitErrorModel errors, Chip chip, long sample = 0)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        return Apply(clean, errors, chip, sample, new ParallelOptions { MaxDegreeOfParallelism = 1 });
    }

    /// <summary>The same on several threads: pieces of rows have addresses of their own.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static PackedNetwork Apply(PackedNetwork clean, BitErrorModel errors, Chip chip, long sample, ParallelOptions options)
    {
        var weights = clean.Layers.Select(layer => GC.AllocateUninitializedArray<ulong>(layer.Weights.Length)).ToArray();
        var thresholds = clean.Layers.Select(layer => new int[layer.Thresholds.Length]).ToArray();
        (int Layer, int From, int To)[] pieces = [.. clean.Layers.SelectMany((layer, i) => Pieces(layer.Plan).Select(piece => (i, piece.From, piece.To)))];
        Parallel.For(0, pieces.Length, options, i =>
        {
            var (layer, from, to) = pieces[i];
            var source = clean.Layers[layer];
            if (from == 0)
                Thresholds(source.Plan, source.Thresholds, errors, chip, sample, thresholds[layer]);
            Rows(source.Plan, source.Weights, errors, chip, sample, weights[layer], from, to);
        });
        return clean.With([.. clean.Layers.Select((layer, i) => new PackedLayer(layer.Plan, weights[i], thresholds[i]))]);
    }

    /// <summary>Some 64 KiB of rows at a time.</summary>
    static IEnumerable<(int From, int To)> Pieces(PlannedLayer plan)
    {
        var rows = Math.Max(1, 8192 / plan.WordsPerUnit);
        for (var from = 0; from < plan.UnitCount; from += rows)
            yield return (from, Math.Min(from + rows, plan.UnitCount));
    }

    /// <summary>Writes the weights as the chip reads them; a plain copy where the model does not reach weights. Source and destination may be the same span.</summary>
    /// <param name="plan">The layer.</param>
    /// <param name="clean">[units, WordsPerUnit].</param>
    /// <param name="errors">Rates, targets and lifetime.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="sample">Used by transient errors only.</param>
    /// <param name="read">[units, WordsPerUnit]; unused bits stay as they are.</param>
    internal static void Weights(PlannedLayer plan, ReadOnlySpan<ulong> clean, BitErrorModel errors, Chip chip, long sample, Span<ulong> read) =>
        Rows(plan, clean, errors, chip, sample, read, 0, plan.UnitCount);

    /// <summary>The rows from … to − 1 of the same.</summary>
    static void Rows(PlannedLayer plan, ReadOnlySpan<ulong> clean, BitErrorModel errors, Chip chip, long sample, Span<ulong> read, int from, int to)
    {
        var (start, length) = (from * plan.WordsPerUnit, (to - from) * plan.WordsPerUnit);
        var rows = read.Slice(start, length);
        clean.Slice(start, length).CopyTo(rows);
        if (Reach(errors, FlipTargets.Weights))
            Flip(rows, plan.WordsPerUnit, BitPack.LastWordMask(plan.FanIn), errors, Key(chip, plan, FlipTargets.Weights), FirstAddress(errors, sample) + (ulong)start);
    }

    /// <summary>Flips the bits of one sample's output map of a hidden layer, in place; unused bits stay as they are.</summary>
    /// <param name="plan">The layer that made the map.</param>
    /// <param name="errors">Rates, targets and lifetime; nothing happens where they do not reach activations.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="sample">The sample's number, used by transient errors only.</param>
    /// <param name="map">plan.Output.Length bits, (row, column, channel).</param>
    internal static void Activations(PlannedLayer plan, BitErrorModel errors, Chip chip, long sample, Span<ulong> map)
    {
        var words = BitPack.Words(plan.Output.Length);
        if (Reach(errors, FlipTargets.Activations))
            Flip(map[..words], words, BitPack.LastWordMask(plan.Output.Length), errors, Key(chip, plan, FlipTargets.Activations), FirstAddress(errors, sample));
    }

    /// <summary>Which bits of one sample's output map of a hidden layer would flip if they were 0, and which if they were 1; unused bits are 0 in both.</summary>
    /// <param name="plan">The layer that made the map.</param>
    /// <param name="errors">Rates and lifetime; the targets are the caller's concern.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="sample">The sample's number, used by transient errors only.</param>
    /// <param name="zeros">Words of plan.Output.Length bits.</param>
    /// <param name="ones">The same length.</param>
    internal static void ActivationEvents(PlannedLayer plan, BitErrorModel errors, Chip chip, long sample, Span<ulong> zeros, Span<ulong> ones)
    {
        var (key, address) = (Key(chip, plan, FlipTargets.Activations), FirstAddress(errors, sample));
        AddressedRandom.Fill(key, address, AddressedRandom.Rate(errors.Rate01), zeros);
        if (errors.IsSymmetric)
            zeros.CopyTo(ones);
        else
            AddressedRandom.Fill(key, address, AddressedRandom.Rate(errors.Rate10), ones);
        zeros[^1] &= BitPack.LastWordMask(plan.Output.Length);
        ones[^1] &= BitPack.LastWordMask(plan.Output.Length);
    }

    /// <summary>Writes the thresholds as the chip reads them: the stored codes T + ZMax flip within plan.ThresholdBits. Source and destination may be the same span.</summary>
    internal static void Thresholds(PlannedLayer plan, ReadOnlySpan<int> clean, BitErrorModel errors, Chip chip, long sample, Span<int> read)
    {
        clean.CopyTo(read);
        if (!Reach(errors, FlipTargets.Thresholds))
            return;
        var (key, address) = (Key(chip, plan, FlipTargets.Thresholds), FirstAddress(errors, sample));
        Span<ulong> codes = stackalloc ulong[Block];
        for (var start = 0; start < read.Length; start += Block)
        {
            var block = read[start..Math.Min(read.Length, start + Block)];
            for (var unit = 0; unit < block.Length; unit++)
                codes[unit] = (ulong)(block[unit] + plan.ZMax);
            Flip(codes[..block.Length], 1, (1UL << plan.ThresholdBits) - 1, errors, key, address + (ulong)start);
            for (var unit = 0; unit < block.Length; unit++)
                block[unit] = (int)codes[unit] - plan.ZMax;
        }
    }

    /// <summary>The stream of a layer's target on a chip.</summary>
    internal static ulong Key(Chip chip, PlannedLayer plan, FlipTargets target) => AddressedRandom.Key(chip.Address, ((ulong)plan.Index * 8) + target switch
    {
        FlipTargets.Weights => 0,
        FlipTargets.Activations => 1,
        FlipTargets.Thresholds => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(target), $"{target} is not one target."),
    });

    /// <summary>Address of the first word of a stream: samples lie 2^26 words apart; persistent errors are those of sample 0.</summary>
    internal static ulong FirstAddress(BitErrorModel errors, long sample) => errors.Lifetime == ErrorLifetime.Transient ? (ulong)sample << SampleShift : 0;

    static bool Reach(BitErrorModel errors, FlipTargets target) => (errors.Targets & target) != 0 && !errors.IsNone;

    /// <summary>Flips runs of <paramref name="period"/> words; <paramref name="lastMask"/> are the used bits of each run's last word.</summary>
    static void Flip(Span<ulong> words, int period, ulong lastMask, BitErrorModel errors, ulong key, ulong address)
    {
        var (rate01, rate10) = (AddressedRandom.Rate(errors.Rate01), AddressedRandom.Rate(errors.Rate10));
        Span<ulong> zeros = stackalloc ulong[Block];
        Span<ulong> ones = stackalloc ulong[rate01 == rate10 ? 0 : Block];
        var untilLast = period;
        for (var start = 0; start < words.Length; start += Block)
        {
            var block = words[start..Math.Min(words.Length, start + Block)];
            AddressedRandom.Fill(key, address + (ulong)start, rate01, zeros[..block.Length]);
            if (rate01 != rate10)
                AddressedRandom.Fill(key, address + (ulong)start, rate10, ones[..block.Length]);
            for (var i = 0; i < block.Length; i++)
            {
                var flips = rate01 == rate10 ? zeros[i] : (zeros[i] & ~block[i]) | (ones[i] & block[i]);
                block[i] ^= --untilLast == 0 ? flips & lastMask : flips;
                untilLast = untilLast == 0 ? period : untilLast;
            }
        }
    }
}
