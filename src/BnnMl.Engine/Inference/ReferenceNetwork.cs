namespace BnnMl;

/// <summary>
/// The definition of a network's arithmetic, on plain numbers and with no shared code: slow and obviously right. <see cref="Predictor"/> and the exported graphs must equal it
/// bit for bit. Maps are ±1 in (y, x, channel) order.
/// </summary>
static class ReferenceNetwork
{
    /// <summary>What a network makes of one sample.</summary>
    /// <param name="Hidden">Each hidden layer's output map as the next layer reads it, after concatenation, pooling and activation errors.</param>
    /// <param name="Sums">z per class.</param>
    /// <param name="Scores">One per class.</param>
    internal sealed record Result(IReadOnlyList<int[]> Hidden, int[] Sums, float[] Scores);

    /// <summary>Runs one sample of bytes in H×W×C order.</summary>
    /// <param name="network">Any network.</param>
    /// <param name="input">One byte per value.</param>
    /// <param name="flip">Changes a hidden layer's finished map; null for a clean run.</param>
    internal static Result Run(PackedNetwork network, ReadOnlySpan<byte> input, Action<PlannedLayer, int[]>? flip = null)
    {
        var map = new int[input.Length];
        for (var i = 0; i < map.Length; i++)
            map[i] = input[i] - network.Encoding.ZeroPoint;
        var hidden = new List<int[]>();
        foreach (var layer in network.Layers.SkipLast(1))
        {
            map = layer.Plan.Kind == LayerKind.Convolution ? Convolve(layer, map) : Dense(layer, map);
            flip?.Invoke(layer.Plan, map);
            hidden.Add(map);
        }

        var output = network.Layers[^1];
        var sums = Enumerable.Range(0, output.Plan.UnitCount).Select(unit => Dot(Weights(output, unit), map)).ToArray();
        var scores = new float[sums.Length];
        for (var c = 0; c < scores.Length; c++)
        {
            var scaled = network.OutputScales[c] * sums[c];
            scores[c] = scaled + network.OutputBiases[c];
        }

        return new Result(hidden, sums, scores);
    }

    static int[] Dense(PackedLayer layer, int[] map) =>
        [.. Enumerable.Range(0, layer.Plan.UnitCount).Select(unit => Dot(Weights(layer, unit), map) >= layer.Thresholds[unit] ? 1 : -1)];

    static int Dot(int[] weights, int[] map)
    {
        var z = 0;
        for (var i = 0; i < map.Length; i++)
            z += weights[i] * map[i];
        return z;
    }

    static int[] Convolve(PackedLayer layer, int[] map)
    {
        var plan = layer.Plan;
        var (height, width, units, channels) = (plan.Units.Height, plan.Units.Width, plan.UnitCount, plan.Output.Channels);
        var weights = Enumerable.Range(0, units).Select(unit => Weights(layer, unit)).ToArray();
        var full = new int[height * width * channels];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (at, patch) = (((y * width) + x) * channels, Patch(plan, map, y, x));
                for (var c = 0; c < channels - units; c++)
                    full[at++] = map[(((y * width) + x) * plan.Input.Channels) + c];
                for (var unit = 0; unit < units; unit++)
                    full[at++] = Dot(weights[unit], patch) >= layer.Thresholds[unit] ? 1 : -1;
            }

        return plan.Pool ? Pool(full, height, width, channels) : full;
    }

    /// <summary>What a unit sees at one position, in (row, column, channel) order: 0 beyond the edge of the 8-bit inputs, +1 beyond that of bits.</summary>
    static int[] Patch(PlannedLayer plan, int[] map, int y, int x)
    {
        var patch = new List<int>(plan.FanIn);
        for (var row = y - plan.Padding; row < y - plan.Padding + plan.Kernel; row++)
            for (var column = x - plan.Padding; column < x - plan.Padding + plan.Kernel; column++)
                for (var c = 0; c < plan.Input.Channels; c++)
                {
                    var inside = row >= 0 && row < plan.Input.Height && column >= 0 && column < plan.Input.Width;
                    patch.Add(inside ? map[(((row * plan.Input.Width) + column) * plan.Input.Channels) + c] : plan.IsFirst ? 0 : 1);
                }

        return [.. patch];
    }

    static int[] Pool(int[] map, int height, int width, int channels)
    {
        var pooled = new int[height / 2 * (width / 2) * channels];
        for (var y = 0; y < height / 2; y++)
            for (var x = 0; x < width / 2; x++)
                for (var c = 0; c < channels; c++)
                {
                    int At(int dy, int dx) => map[((((2 * y) + dy) * width) + (2 * x) + dx) * channels + c];
                    pooled[(((y * (width / 2)) + x) * channels) + c] = Math.Max(Math.Max(At(0, 0), At(0, 1)), Math.Max(At(1, 0), At(1, 1)));
                }

        return pooled;
    }

    /// <summary>A unit's weights as ±1.</summary>
    static int[] Weights(PackedLayer layer, int unit)
    {
        var row = layer.Row(unit);
        var weights = new int[layer.Plan.FanIn];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = ((row[i / 64] >> (i % 64)) & 1) == 1 ? 1 : -1;
        return weights;
    }
}
