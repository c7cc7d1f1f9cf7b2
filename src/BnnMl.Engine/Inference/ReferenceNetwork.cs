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
        var sums = Enumerable.Range(0, output.Plan.UnitCount).Select(unit => Dot(output, unit, map)).ToArray();
        var scores = new float[sums.Length];
        for (var c = 0; c < scores.Length; c++)
        {
            var scaled = network.OutputScales[c] * sums[c];
            scores[c] = scaled + network.OutputBiases[c];
        }

        return new Result(hidden, sums, scores);
    }

    static int[] Dense(PackedLayer layer, int[] map) =>
        [.. Enumerable.Range(0, layer.Plan.UnitCount).Select(unit => Dot(layer, unit, map) >= layer.Thresholds[unit] ? 1 : -1)];

    static int Dot(PackedLayer layer, int unit, int[] map)
    {
        var z = 0;
        for (var i = 0; i < map.Length; i++)
            z += Weight(layer, unit, i) * map[i];
        return z;
    }

    static int[] Convolve(PackedLayer layer, int[] map)
    {
        var plan = layer.Plan;
        var (height, width, units, channels) = (plan.Units.Height, plan.Units.Width, plan.UnitCount, plan.Output.Channels);
        var full = new int[height * width * channels];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var at = ((y * width) + x) * channels;
                for (var c = 0; c < channels - units; c++)
                    full[at++] = map[(((y * width) + x) * plan.Input.Channels) + c];
                for (var unit = 0; unit < units; unit++)
                    full[at++] = PreActivation(layer, unit, map, y, x) >= layer.Thresholds[unit] ? 1 : -1;
            }

        return plan.Pool ? Pool(full, height, width, channels) : full;
    }

    static int PreActivation(PackedLayer layer, int unit, int[] map, int y, int x)
    {
        var (plan, z, element) = (layer.Plan, 0, 0);
        for (var ky = y - plan.Padding; ky < y - plan.Padding + plan.Kernel; ky++)
            for (var kx = x - plan.Padding; kx < x - plan.Padding + plan.Kernel; kx++)
                for (var c = 0; c < plan.Input.Channels; c++, element++)
                {
                    var inside = ky >= 0 && ky < plan.Input.Height && kx >= 0 && kx < plan.Input.Width;
                    var value = inside ? map[(((ky * plan.Input.Width) + kx) * plan.Input.Channels) + c] : plan.IsFirst ? 0 : 1;
                    z += Weight(layer, unit, element) * value;
                }

        return z;
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

    static int Weight(PackedLayer layer, int unit, int element) => ((layer.Row(unit)[element / 64] >> (element % 64)) & 1) == 1 ? 1 : -1;
}
