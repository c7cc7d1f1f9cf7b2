namespace BnnMl;

/// <summary>A <see cref="LatentNetwork"/> as a safetensors file: NAME.latent [units, K], NAME.shift [units] per layer, log_scale where it is learned; the architecture in the metadata.</summary>
static class LatentNetworkFile
{
    const string Format = "bnnml latent network 1";
    const string LogScale = "log_scale";

    internal static void Write(LatentNetwork network, string path)
    {
        var tensors = new Dictionary<string, FloatTensor>();
        foreach (var layer in network.Spec.Plan())
        {
            tensors[$"{layer.Name}.latent"] = new([layer.UnitCount, layer.FanIn], network.Weights(layer.Index).ToArray());
            tensors[$"{layer.Name}.shift"] = new([layer.UnitCount], network.Shifts(layer.Index).ToArray());
        }

        if (network.LogScale is { } scale)
            tensors[LogScale] = new([], [scale]);
        var (spec, input) = (network.Spec, network.Spec.Input);
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>
        {
            ["format"] = Format,
            ["network"] = spec.ToString(),
            ["input"] = FormattableString.Invariant($"{input.Channels} {input.Height} {input.Width}"),
            ["classes"] = FormattableString.Invariant($"{spec.Classes}"),
        });
    }

    internal static LatentNetwork Read(string path)
    {
        var (tensors, metadata) = SafetensorsFile.Read(path);
        if (metadata.GetValueOrDefault("format") != Format)
            throw new InvalidDataException($"{path}: is not a latent network of BnnMl (its metadata lack the format '{Format}').");
        try
        {
            var spec = Spec(metadata);
            var plan = spec.Plan();
            return new(spec, [.. plan.Select(layer => Values(tensors, $"{layer.Name}.latent"))], [.. plan.Select(layer => Values(tensors, $"{layer.Name}.shift"))],
                tensors.TryGetValue(LogScale, out var scale) ? scale.Values[0] : null);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    static NetworkSpec Spec(IReadOnlyDictionary<string, string> metadata)
    {
        var input = metadata["input"].Split(' ').Select(Number).ToArray();
        return NetworkSpec.Parse(metadata["network"], new MapShape(input[0], input[1], input[2]), Number(metadata["classes"]));
    }

    static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    static float[] Values(IReadOnlyDictionary<string, FloatTensor> tensors, string name) =>
        tensors.TryGetValue(name, out var tensor) ? tensor.Values : throw new FormatException($"The tensor {name} is missing.");
}
