namespace BnnMl.Benchmarks;

/// <summary>A layer's weights as ±1 in the orders that ONNX's operators read.</summary>
static class IntegerWeights
{
    /// <summary>[units, channels, kernel, kernel]; of a dense layer [units, K] with K in (c, y, x) order.</summary>
    internal static sbyte[] Of(PackedLayer layer)
    {
        var plan = layer.Plan;
        var (positions, channels) = (plan.FanIn / plan.Input.Channels, plan.Input.Channels);
        var weights = new sbyte[plan.WeightBits];
        for (var unit = 0; unit < plan.UnitCount; unit++)
        {
            var row = layer.Row(unit);
            for (var k = 0; k < plan.FanIn; k++)
            {
                var (position, channel) = Math.DivRem(k, channels); // memory has the channels last
                weights[((long)unit * plan.FanIn) + (channel * positions) + position] = (sbyte)((row[k / 64] >> (k % 64) & 1) != 0 ? 1 : -1);
            }
        }

        return weights;
    }

    /// <summary>[K, units].</summary>
    internal static sbyte[] Transposed(PackedLayer layer)
    {
        var (weights, transposed) = (Of(layer), new sbyte[layer.Plan.WeightBits]);
        for (var unit = 0; unit < layer.Plan.UnitCount; unit++)
            for (var k = 0; k < layer.Plan.FanIn; k++)
                transposed[((long)k * layer.Plan.UnitCount) + unit] = weights[((long)unit * layer.Plan.FanIn) + k];
        return transposed;
    }

    /// <summary>Σ w of every unit.</summary>
    internal static int[] Sums(PackedLayer layer)
    {
        var sums = new int[layer.Plan.UnitCount];
        for (var unit = 0; unit < sums.Length; unit++)
        {
            var positive = 0;
            foreach (var word in layer.Row(unit))
                positive += System.Numerics.BitOperations.PopCount(word);
            sums[unit] = (2 * positive) - layer.Plan.FanIn;
        }

        return sums;
    }
}
