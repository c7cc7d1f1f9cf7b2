namespace BnnMl.Engine.Tests.Training;

/// <summary>One training step in plain loops: forward with batch norm, loss gradient, straight-through backward. Gradients of the mean loss by weight.</summary>
sealed class ReferenceStep
{
    readonly IReadOnlyList<PlannedLayer> plan;
    readonly Func<int, int, int, int> weight;
    readonly Func<int, int, float> shift;
    readonly int samples;

    /// <param name="plan">The layers.</param>
    /// <param name="weight">±1 of (layer, k, unit).</param>
    /// <param name="shift">Batch norm's shift of (layer, unit).</param>
    /// <param name="inputs">[samples, H·W·C] less the zero point.</param>
    /// <param name="outputGradient">Gradient of the mean loss by the output's z: (sample, z of the sample) → per class.</param>
    internal ReferenceStep(IReadOnlyList<PlannedLayer> plan, Func<int, int, int, int> weight, Func<int, int, float> shift, int[][] inputs, Func<int, int[], double[]> outputGradient)
    {
        (this.plan, this.weight, this.shift, samples) = (plan, weight, shift, inputs.Length);
        Maps = [inputs];
        foreach (var layer in plan)
            Forward(layer);
        ShiftGradients = [.. plan.Select(layer => new double[layer.UnitCount])];
        Gradients = [.. plan.Select(layer => new double[layer.FanIn, layer.UnitCount])];
        var gradient = Maps[^1].Select((z, n) => outputGradient(n, z)).ToArray();
        for (var i = plan.Count - 1; i >= 0; i--)
            gradient = Backward(i, gradient);
    }

    /// <summary>Maps[i]: what layer i reads, [samples, H·W·C] of ±1; the last is the output's z.</summary>
    internal List<int[][]> Maps { get; }

    /// <summary>Per layer [K, units].</summary>
    internal double[][,] Gradients { get; }

    /// <summary>Per hidden layer [units].</summary>
    internal double[][] ShiftGradients { get; }

    /// <summary>Pooled z per layer [samples, positions · units], and which position of the unpooled map each came from.</summary>
    internal List<(int[][] Z, int[][] Origin)> Pooled { get; } = [];

    List<(float[] Mean, float[] Inverse)> Norms { get; } = [];

    void Forward(PlannedLayer layer)
    {
        var inputs = Maps[^1];
        var pooled = inputs.Select(input => Pool(layer, Products(layer, input))).ToArray();
        Pooled.Add(([.. pooled.Select(p => p.Z)], [.. pooled.Select(p => p.Origin)]));
        if (layer.Kind == LayerKind.Output)
        {
            Maps.Add(Pooled[^1].Z);
            return;
        }

        Norms.Add(Statistics(layer, Pooled[^1].Z));
        Maps.Add([.. inputs.Select((input, n) => Activate(layer, input, n))]);
    }

    /// <summary>Value of the input at (y, x, c) with padding.</summary>
    static int Value(PlannedLayer layer, int[] input, int y, int x, int c)
    {
        var inside = y >= 0 && y < layer.Input.Height && x >= 0 && x < layer.Input.Width;
        return inside ? input[(((y * layer.Input.Width) + x) * layer.Input.Channels) + c] : layer.IsFirst ? 0 : 1;
    }

    /// <summary>For each k of a unit at (uy, ux): where it reads.</summary>
    static IEnumerable<(int K, int Y, int X, int C)> Reads(PlannedLayer layer, int uy, int ux)
    {
        for (var k = 0; k < layer.FanIn; k++)
            if (layer.Kind != LayerKind.Convolution)
                yield return (k, k / layer.Input.Channels / layer.Input.Width, k / layer.Input.Channels % layer.Input.Width, k % layer.Input.Channels);
            else
                yield return (k, uy - layer.Padding + (k / layer.Input.Channels / layer.Kernel), ux - layer.Padding + (k / layer.Input.Channels % layer.Kernel), k % layer.Input.Channels);
    }

    int[] Products(PlannedLayer layer, int[] input)
    {
        var z = new int[layer.Units.Length];
        for (var position = 0; position < layer.Units.Area; position++)
            foreach (var (k, y, x, c) in Reads(layer, position / layer.Units.Width, position % layer.Units.Width))
                for (var f = 0; f < layer.UnitCount; f++)
                    z[(position * layer.UnitCount) + f] += weight(layer.Index, k, f) * Value(layer, input, y, x, c);
        return z;
    }

    static int[] Window(PlannedLayer layer, int position)
    {
        if (!layer.Pool)
            return [position];
        var corner = (2 * (position / layer.Output.Width) * layer.Units.Width) + (2 * (position % layer.Output.Width));
        return [corner, corner + 1, corner + layer.Units.Width, corner + layer.Units.Width + 1];
    }

    static (int[] Z, int[] Origin) Pool(PlannedLayer layer, int[] z)
    {
        var origin = new int[layer.Output.Area * layer.UnitCount];
        for (var i = 0; i < origin.Length; i++)
            origin[i] = Window(layer, i / layer.UnitCount).MaxBy(position => z[(position * layer.UnitCount) + (i % layer.UnitCount)]);
        return ([.. origin.Select((position, i) => z[(position * layer.UnitCount) + (i % layer.UnitCount)])], origin);
    }

    (float[] Mean, float[] Inverse) Statistics(PlannedLayer layer, int[][] z)
    {
        var (mean, inverse) = (new float[layer.UnitCount], new float[layer.UnitCount]);
        for (var f = 0; f < layer.UnitCount; f++)
        {
            var values = z.SelectMany(sample => sample.Where((_, i) => i % layer.UnitCount == f)).Select(value => (double)value).ToArray();
            (mean[f], inverse[f]) = BatchStatistics.Normal(values.Sum() / values.Length, values.Sum(v => v * v) / values.Length);
        }

        return (mean, inverse);
    }

    int[] Activate(PlannedLayer layer, int[] input, int sample)
    {
        var (channels, kept) = (layer.Output.Channels, layer.Output.Channels - layer.UnitCount);
        var output = new int[layer.Output.Length];
        for (var i = 0; i < output.Length; i++)
        {
            var (position, c) = (i / channels, i % channels);
            output[i] = c < kept
                ? Window(layer, position).Max(p => input[(p * kept) + c])
                : Normal(layer, sample, (position * layer.UnitCount) + c - kept) + shift(layer.Index, c - kept) >= 0 ? 1 : -1;
        }

        return output;
    }

    float Normal(PlannedLayer layer, int sample, int i)
    {
        var (mean, inverse) = Norms[layer.Index];
        return (Pooled[layer.Index].Z[sample][i] - mean[i % layer.UnitCount]) * inverse[i % layer.UnitCount];
    }

    /// <summary>From the gradient of a layer's output map to that of its input map.</summary>
    double[][] Backward(int index, double[][] gradient)
    {
        var layer = plan[index];
        var kept = layer.Output.Channels - layer.UnitCount;
        var own = gradient.Select(g => g.Where((_, i) => i % layer.Output.Channels >= kept).ToArray()).ToArray();
        if (layer.Kind != LayerKind.Output)
            own = ThroughNorm(layer, own);
        var inputs = Maps[index];
        var result = inputs.Select(input => new double[input.Length]).ToArray();
        for (var n = 0; n < samples; n++)
        {
            for (var i = 0; i < own[n].Length; i++)
                Spread(layer, inputs[n], own[n][i], Pooled[index].Origin[n][i], i % layer.UnitCount, result[n]);
            for (var i = 0; i < gradient[n].Length; i++)
                if (i % layer.Output.Channels is var c && c < kept)
                {
                    var window = Window(layer, i / layer.Output.Channels);
                    var winner = window.FirstOrDefault(p => inputs[n][(p * kept) + c] > 0, window[0]);
                    result[n][(winner * kept) + c] += gradient[n][i];
                }
        }

        return result;
    }

    void Spread(PlannedLayer layer, int[] input, double d, int position, int f, double[] result)
    {
        foreach (var (k, y, x, c) in Reads(layer, position / layer.Units.Width, position % layer.Units.Width))
        {
            Gradients[layer.Index][k, f] += d * Value(layer, input, y, x, c);
            if (y >= 0 && y < layer.Input.Height && x >= 0 && x < layer.Input.Width)
                result[(((y * layer.Input.Width) + x) * layer.Input.Channels) + c] += d * weight(layer.Index, k, f);
        }
    }

    double[][] ThroughNorm(PlannedLayer layer, double[][] gradient)
    {
        var masked = gradient.Select((g, n) => g.Select((d, i) => Math.Abs(Normal(layer, n, i) + shift(layer.Index, i % layer.UnitCount)) <= 1 ? d : 0).ToArray()).ToArray();
        var count = (double)samples * layer.Output.Area;
        var (mean1, mean2) = (new double[layer.UnitCount], new double[layer.UnitCount]);
        for (var n = 0; n < samples; n++)
            for (var i = 0; i < masked[n].Length; i++)
            {
                mean1[i % layer.UnitCount] += masked[n][i] / count;
                ShiftGradients[layer.Index][i % layer.UnitCount] += masked[n][i];
                mean2[i % layer.UnitCount] += masked[n][i] * Normal(layer, n, i) / count;
            }

        return [.. masked.Select((g, n) => g.Select((d, i) =>
            (d - mean1[i % layer.UnitCount] - (Normal(layer, n, i) * mean2[i % layer.UnitCount])) * Norms[layer.Index].Inverse[i % layer.UnitCount]).ToArray())];
    }
}
