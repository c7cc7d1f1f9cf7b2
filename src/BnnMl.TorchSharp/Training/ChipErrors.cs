using static TorchSharp.torch;

namespace BnnMl.TorchSharp;

/// <summary>A chip's bit errors for the modules: the same addressed flips as in the packed engine and in native training.</summary>
static class ChipErrors
{
    /// <summary>Errors of a layer's weights, in the shape of its weights; null where they do not reach weights.</summary>
    internal static BitErrorSigns? Weights(BinaryLayer layer, BitErrorModel? errors, Chip chip)
    {
        var plan = layer.Plan;
        if (errors is null || errors.IsNone || (errors.Targets & FlipTargets.Weights) == 0)
            return null;
        return Of(errors, plan.UnitCount, plan.FanIn, words => BitFlips.Weights(plan, words, errors, chip, 0, words), rows => WeightOrder.ToModule(plan, rows.to(layer.Weight.device)));
    }

    /// <summary>Errors of a hidden layer's output map; one pattern for all samples where they are persistent; null where they do not reach activations.</summary>
    internal static BitErrorSigns? Activations(BinaryLayer layer, BitErrorModel? errors, Chip chip, int samples)
    {
        var (plan, map) = (layer.Plan, layer.Plan.Output);
        if (errors is null || errors.IsNone || plan.Kind == LayerKind.Output || (errors.Targets & FlipTargets.Activations) == 0)
            return null;
        var patterns = errors.Lifetime == ErrorLifetime.Transient ? samples : 1;
        return Of(errors, patterns, map.Length, words => Parallel.For(0, patterns, sample =>
            BitFlips.Activations(plan, errors, chip, sample, words.AsSpan(sample * BitPack.Words(map.Length), BitPack.Words(map.Length)))), rows => plan.Kind == LayerKind.Convolution
                ? rows.to(layer.Weight.device).view(-1, map.Height, map.Width, map.Channels).permute(0, 3, 1, 2).contiguous()
                : rows.to(layer.Weight.device));
    }

    /// <summary>The factors of stored 0s and of stored 1s, [rows, bits] brought into the modules' order by <paramref name="ordered"/>.</summary>
    static BitErrorSigns Of(BitErrorModel errors, int rows, int bits, Action<ulong[]> flip, Func<Tensor, Tensor> ordered)
    {
        using var scope = NewDisposeScope();
        var zeros = ordered(Factors(0, rows, bits, flip)).MoveToOuterDisposeScope();
        return new(zeros, errors.IsSymmetric ? zeros : ordered(Factors(ulong.MaxValue, rows, bits, flip)).MoveToOuterDisposeScope());
    }

    /// <summary>[rows, bits]: −1 where a bit that holds <paramref name="stored"/> (all bits 0, or all bits 1) is inverted, else 1.</summary>
    static Tensor Factors(ulong stored, int rows, int bits, Action<ulong[]> flip)
    {
        var words = BitPack.Words(bits);
        var (read, factors) = (new ulong[words * rows], new float[(long)rows * bits]);
        Array.Fill(read, stored);
        flip(read);
        Parallel.For(0, rows, row =>
        {
            for (var bit = 0; bit < bits; bit++)
                factors[((long)row * bits) + bit] = ((read[(row * words) + (bit >> 6)] ^ stored) >> bit & 1) == 0 ? 1 : -1;
        });
        return tensor(factors, [rows, bits]);
    }
}
