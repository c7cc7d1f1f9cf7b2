namespace BnnMl.TorchSharp;

/// <summary>
/// From a state_dict to packed and latent layers, in order. A unit whose batch norm has a negative weight gives +1 for small z: it becomes the unit with inverted weights. Where
/// max-pooling comes before that batch norm, −max z is not max −z; such a unit becomes its complement, and the next layer's weights of its channel are inverted.
/// </summary>
sealed class StateDictImport(StateDict file, NetworkSpec spec, PyTorchImportOptions options)
{
    /// <summary>A latent shift that no normalised z outweighs, for units that are constant.</summary>
    const float Constant = 1e6f;

    readonly IReadOnlyList<PlannedLayer> plan = spec.Plan();
    readonly List<string> differences = [];
    bool[] complements = new bool[spec.Input.Channels];

    internal ImportedNetwork Run()
    {
        var (layers, weights, shifts) = (new PackedLayer[plan.Count], new float[plan.Count][], new float[plan.Count][]);
        foreach (var layer in plan.SkipLast(1))
        {
            weights[layer.Index] = Rows(layer, layer.Name);
            int[] thresholds;
            (thresholds, shifts[layer.Index]) = Hidden(layer, weights[layer.Index]);
            layers[layer.Index] = Packed(layer, weights[layer.Index], thresholds);
            Compare(layer);
        }

        var output = plan[^1];
        weights[^1] = Rows(output, OutputName);
        layers[^1] = Packed(output, weights[^1], []);
        var (scale, biases) = Output(output, weights[^1]);
        shifts[^1] = biases;
        var metadata = new Dictionary<string, string> { ["imported"] = "PyTorch state_dict" };
        return new(new PackedNetwork(spec, options.Encoding, layers, [.. Enumerable.Repeat(scale, spec.Classes)], [.. biases], metadata),
            new LatentNetwork(spec, weights, shifts, LogScale(output, scale)), differences);
    }

    string OutputName => $"fc{plan.Count(layer => layer.Kind == LayerKind.Dense) + 1}";

    /// <summary>Latent weights in packed order [units, K], clipped, with the inputs' complements undone.</summary>
    float[] Rows(PlannedLayer layer, string name)
    {
        var convolution = layer.Kind == LayerKind.Convolution;
        var (channels, area) = (layer.Input.Channels, convolution ? layer.Kernel * layer.Kernel : layer.Input.Area);
        var values = file.Values($"{name}.weight", convolution ? [layer.UnitCount, channels, layer.Kernel, layer.Kernel] : [layer.UnitCount, layer.FanIn]);
        var rows = new float[values.Length];
        for (var unit = 0; unit < layer.UnitCount; unit++)
            for (var c = 0; c < channels; c++)
                for (var place = 0; place < area; place++)
                {
                    var value = Math.Clamp(values[(((unit * channels) + c) * area) + place], -1f, 1f);
                    rows[(((unit * area) + place) * channels) + c] = complements[c] ? Inverted(value) : value;
                }

        return rows;
    }

    /// <summary>Thresholds and latent shifts; inverts rows of negative batch norm weights and notes complements for the next layer.</summary>
    (int[] Thresholds, float[] Shifts) Hidden(PlannedLayer layer, float[] rows)
    {
        var name = $"bn{layer.Index + 1}";
        float[] Vector(string part) => file.Values($"{name}.{part}", layer.UnitCount);
        var (gamma, beta, mean, variance) = (Vector("weight"), Vector("bias"), Vector("running_mean"), Vector("running_var"));
        var bias = file.Optional($"{layer.Name}.bias", layer.UnitCount);
        var (thresholds, shifts) = (new int[layer.UnitCount], new float[layer.UnitCount]);
        complements = new bool[layer.Output.Channels];
        for (var f = 0; f < layer.UnitCount; f++)
        {
            if (variance[f] + options.Epsilon <= 0)
                throw file.Refused($"value {f} of {name}.running_var is {variance[f]}, which with an epsilon of {options.Epsilon} is no variance.");
            var (scale, offset) = Input(layer, rows.AsSpan(f * layer.FanIn, layer.FanIn));
            var norm = new BatchNorm((float)((mean[f] - (bias?[f] ?? 0) - offset) / scale), (float)(scale / Math.Sqrt(variance[f] + options.Epsilon)), gamma[f], beta[f]);
            var (threshold, negative) = Folded(norm, layer, name, f);
            var complement = negative && layer.Pool && options.PoolBeforeBatchNorm;
            shifts[f] = Shift(gamma[f], beta[f], complement);
            thresholds[f] = complement ? 1 - threshold : threshold;
            complements[f] = complement;
            if (negative && !complement)
                foreach (ref var weight in rows.AsSpan(f * layer.FanIn, layer.FanIn))
                    weight = Inverted(weight);
        }

        return (thresholds, shifts);
    }

    (int Threshold, bool Negative) Folded(BatchNorm norm, PlannedLayer layer, string name, int unit)
    {
        try
        {
            return norm.Fold(layer.ZMax);
        }
        catch (InvalidOperationException e)
        {
            throw file.Refused($"unit {unit} of {name}: {e.Message}");
        }
    }

    /// <summary>PyTorch's z of a unit is scale · z + offset: not 1 and 0 in the first layer, where x = InputScale · (q − zero point) + InputOffset.</summary>
    (double Scale, double Offset) Input(PlannedLayer layer, ReadOnlySpan<float> row)
    {
        if (!layer.IsFirst)
            return (1, 0);
        var sum = 0;
        foreach (var weight in row)
            sum += weight >= 0 ? 1 : -1;
        return (options.InputScale, options.InputOffset * sum);
    }

    /// <summary>The shift of a batch norm with a weight of 1 and the same sign, in the unit's direction.</summary>
    static float Shift(float gamma, float beta, bool complement)
    {
        var shift = gamma == 0 ? (beta >= 0 ? Constant : -Constant) : Math.Clamp(beta / Math.Abs(gamma), -Constant, Constant);
        return complement ? -shift : shift;
    }

    /// <summary>The output's scale and biases; a lone output layer reads the inputs.</summary>
    (float Scale, float[] Biases) Output(PlannedLayer layer, float[] rows)
    {
        var scale = file.Number("scale", "scale.scale", "scale.weight");
        var bias = file.Optional($"{OutputName}.bias", layer.UnitCount);
        var biases = new float[layer.UnitCount];
        for (var c = 0; c < biases.Length; c++)
            biases[c] = (float)(scale * ((bias?[c] ?? 0) + Input(layer, rows.AsSpan(c * layer.FanIn, layer.FanIn)).Offset));
        return ((float)(scale * Input(layer, default).Scale), biases);
    }

    /// <summary>θ of e^θ / (√K · largest input); null where the scale is not positive or out of range: then training begins with 0.</summary>
    static float? LogScale(PlannedLayer output, float scale)
    {
        var theta = Math.Log(scale * Math.Sqrt(output.FanIn) * output.InputMagnitude);
        return Math.Abs(theta) <= LatentNetwork.MaxLogScale ? (float)theta : null;
    }

    void Compare(PlannedLayer layer)
    {
        if (layer.Padding > 0 && !layer.IsFirst)
            differences.Add($"{layer.Name}: PyTorch pads its ±1 inputs with 0, here they are padded with +1; z differs where the kernel reaches over the border.");
        if (layer.Padding > 0 && layer.IsFirst && options.InputOffset != 0)
            differences.Add($"{layer.Name}: PyTorch pads with 0, here padding is the zero point, {options.InputOffset} in PyTorch's units; z differs where the kernel reaches over the border. Choose an encoding whose zero point is nearest to PyTorch's 0.");
    }

    static PackedLayer Packed(PlannedLayer layer, float[] rows, int[] thresholds)
    {
        var words = new ulong[layer.UnitCount * layer.WordsPerUnit];
        for (var f = 0; f < layer.UnitCount; f++)
            BitPack.Signs(rows.AsSpan(f * layer.FanIn, layer.FanIn), words.AsSpan(f * layer.WordsPerUnit, layer.WordsPerUnit));
        return new(layer, words, thresholds);
    }

    /// <summary>The other sign, for 0 too, which is +1.</summary>
    static float Inverted(float weight) => weight >= 0 ? -Math.Max(weight, 1e-6f) : -weight;
}
