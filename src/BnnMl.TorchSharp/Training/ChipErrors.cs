using TorchSharp;
using static TorchSharp.torch;

namespace BnnMl.TorchSharp;

/// <summary>A chip's bit errors for the modules: the same addressed flips as the packed engine and the native training have.</summary>
static class ChipErrors
{
    /// <summary>Errors of a layer's weights, in the shape of its weights; null where they do not reach weights.</summary>
    internal static BitErrorSigns? Weights(BinaryLayer layer, BitErrorModel errors, Chip chip)
    {
        var plan = layer.Plan;
        return errors.IsNone || (errors.Targets & FlipTargets.Weights) == 0 ? null : Of(errors, plan.WordsPerUnit, plan.UnitCount, plan.FanIn,
            (words, _) => BitFlips.Weights(plan, words, errors, chip, 0, words), rows =>
            {
                using var scope = NewDisposeScope();
                return WeightOrder.ToModule(plan, rows.to(layer.Weight.device)).MoveToOuterDisposeScope();
            });
    }

    /// <summary>Errors of a hidden layer's output map, one pattern for all samples where they are persistent; null where they do not reach activations.</summary>
    internal static BitErrorSigns? Activations(BinaryLayer layer, BitErrorModel errors, Chip chip, int samples)
    {
        var (plan, map) = (layer.Plan, layer.Plan.Output);
        return errors.IsNone || plan.Kind == LayerKind.Output || (errors.Targets & FlipTargets.Activations) == 0 ? null : Of(errors, BitPack.Words(map.Length),
            errors.Lifetime == ErrorLifetime.Transient ? samples : 1, map.Length, (words, sample) => BitFlips.Activations(plan, errors, chip, sample, words), rows =>
            {
                using var scope = NewDisposeScope();
                var signs = rows.to(layer.Weight.device);
                return (plan.Kind == LayerKind.Convolution ? signs.view(-1, map.Height, map.Width, map.Channels).permute(0, 3, 1, 2).contiguous() : signs).MoveToOuterDisposeScope();
            });
    }

    /// <summary>What zeros and what ones become, as factors [rows, bits] that <paramref name="shape"/> brings into the modules' order.</summary>
    static BitErrorSigns Of(BitErrorModel errors, int words, int rows, int bits, Action<Span<ulong>, int> flip, Func<Tensor, Tensor> shape)
    {
        using var scope = NewDisposeScope();
        var zeros = shape(Factors(0, words, rows, bits, flip));
        var ones = errors.IsSymmetric ? zeros : shape(Factors(ulong.MaxValue, words, rows, bits, flip));
        return new(zeros.MoveToOuterDisposeScope(), errors.IsSymmetric ? zeros : ones.MoveToOuterDisposeScope());
    }

    /// <summary>[rows, bits]: −1 where a bit that holds <paramref name="stored"/> is inverted.</summary>
    /// <param name="stored">All bits 0 or all bits 1.</param>
    /// <param name="words">Words per row.</param>
    /// <param name="rows">Runs of bits.</param>
    /// <param name="bits">Bits per row.</param>
    /// <param name="flip">Puts errors into the words of one sample's map; of all rows at once where its second argument is not used.</param>
    static Tensor Factors(ulong stored, int words, int rows, int bits, Action<Span<ulong>, int> flip)
    {
        var (read, factors) = (new ulong[(long)words * rows], new float[(long)rows * bits]);
        Array.Fill(read, stored);
        flip(read, 0);
        Parallel.For(0, rows, row =>
        {
            for (var bit = 0; bit < bits; bit++)
                factors[((long)row * bits) + bit] = 1 - (2 * (((read[((long)row * words) + (bit >> 6)] ^ stored) >> bit) & 1));
        });
        return tensor(factors, [rows, bits]);
    }
}
