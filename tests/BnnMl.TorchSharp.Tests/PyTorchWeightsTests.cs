using TorchSharp;

namespace BnnMl.TorchSharp.Tests;

[Trait("Category", "Native")]
public sealed class PyTorchWeightsTests : IDisposable
{
    const int Samples = 40;

    readonly string path = Path.Combine(Path.GetTempPath(), $"bnnml-{Guid.NewGuid():N}.weights");

    public void Dispose() => File.Delete(path);

    public static TheoryData<string, int, int, int, bool, bool> Cases => new()
    {
        { "C64-MP2-C64v-MP2-FC65", 1, 14, 14, true, false },
        { "C64-MP2-C64v-MP2-FC65", 1, 14, 14, false, false },
        { "C9v-C17v-MP2-FC20-FC12", 3, 12, 10, true, true },
        { "C9k5v-MP2-C5k1-FC20", 2, 13, 12, true, true },
        { "FC64-FC33", 1, 8, 8, true, false },
        { "", 1, 5, 5, true, true },
    };

    [TheoryNeeding(Need.LibTorch)]
    [MemberData(nameof(Cases))]
    public void The_imported_network_scores_as_the_modules_do(string notation, int channels, int height, int width, bool poolFirst, bool biases)
    {
        var spec = NetworkSpec.Parse(notation, new(channels, height, width), 4);
        using var modules = new FloatNetwork(spec, poolFirst, biases, seed: 11).Calibrated(Inputs(spec));
        modules.save(path);
        Alike(modules, spec, new() { PoolBeforeBatchNorm = poolFirst });
    }

    [FactNeeding(Need.LibTorch)]
    public void Normalised_inputs_are_an_encoding_a_scale_and_an_offset()
    {
        var spec = NetworkSpec.Parse("C8v-MP2-FC64", new(1, 9, 9), 3);
        var (mean, deviation) = (0.286, 0.353);
        var normalised = new PyTorchImportOptions { InputScale = 1 / (255 * deviation), InputOffset = -mean / deviation };
        using var modules = new FloatNetwork(spec, poolFirst: true, biases: false, seed: 2).Calibrated(Inputs(spec, normalised));
        WriteSafetensors(modules);
        Alike(modules, spec, normalised);
        Alike(modules, spec, normalised with { InputOffset = ((73 / 255.0) - mean) / deviation, Encoding = new([0f], [1f], 73) });
    }

    [FactNeeding(Need.LibTorch)]
    public void Padding_behind_the_first_layer_is_said_to_differ()
    {
        var spec = NetworkSpec.Vgg3;
        using var modules = new FloatNetwork(spec, poolFirst: true, biases: false, seed: 3);
        WriteSafetensors(modules);
        Assert.StartsWith("conv2: PyTorch pads", Assert.Single(PyTorchWeights.Import(path, spec).Differences), StringComparison.Ordinal);
    }

    [FactNeeding(Need.LibTorch)]
    public void Training_goes_on_from_imported_weights()
    {
        var spec = NetworkSpec.Parse("C8v-MP2-C6v-FC16", new(1, 12, 12), 4);
        using var modules = new FloatNetwork(spec, poolFirst: true, biases: true, seed: 5);
        modules.save(path);
        var imported = PyTorchWeights.Import(path, spec);
        var data = Steps.Data(spec, 64);
        var gentle = new TrainingOptions { Epochs = 1, BatchSize = 64, LearningRate = 1e-9, WarmStart = imported.Latent };
        foreach (ITrainingEngine engine in (ITrainingEngine[])[new NativeTrainingEngine(), new TorchSharpTrainingEngine()])
        {
            var trained = engine.Train(spec, imported.Network.Encoding, data, null, gentle);
            for (var layer = 0; layer < spec.Plan().Count; layer++)
                Assert.All(imported.Latent.Weights(layer).ToArray().Zip(trained.Latent.Weights(layer).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
            Assert.Equal(imported.Network.OutputScales[0], trained.Network.OutputScales[0], 1e-6f);
        }
    }

    [FactNeeding(Need.LibTorch)]
    public void Latent_shifts_are_the_batch_norms_of_weight_one()
    {
        var spec = NetworkSpec.Parse("C6v-MP2-C5v-FC7", new(1, 10, 10), 3);
        using var modules = new FloatNetwork(spec, poolFirst: true, biases: false, seed: 8);
        modules.save(path);
        var imported = PyTorchWeights.Import(path, spec);
        foreach (var plan in spec.Plan().SkipLast(1))
        {
            // with the imported statistics, where the unit is not inverted and not constant, the folded latent network has the imported thresholds
            var scale = plan.IsFirst ? 1 / 255f : 1;
            var norm = $"bn{plan.Index + 1}";
            float[] Values(string name) => modules.state_dict()[$"{norm}.{name}"].data<float>().ToArray();
            var (gamma, mean, variance) = (Values("weight"), Values("running_mean"), Values("running_var"));
            for (var f = 0; f < plan.UnitCount; f++)
                if (gamma[f] > 0.01f)
                {
                    var own = new BatchNorm(mean[f] / scale, scale / MathF.Sqrt(variance[f] + 1e-5f), 1, imported.Latent.Shifts(plan.Index)[f]).Fold(plan.ZMax).Threshold;
                    Assert.InRange(imported.Network.Layers[plan.Index].Thresholds[f] - own, -1, 1);
                }
        }
    }

    [FactNeeding(Need.LibTorch)]
    public void Weights_of_a_wrapped_model_and_a_plain_scale_are_read()
    {
        var spec = NetworkSpec.Parse("FC6", MapShape.Features(5), 3);
        using var modules = new FloatNetwork(spec, poolFirst: true, biases: false, seed: 8);
        modules.save(path);
        var expected = PyTorchWeights.Import(path, spec);
        WriteSafetensors(modules, name => "module." + (name == "scale.scale" ? "scale" : name));
        var wrapped = PyTorchWeights.Import(path, spec);
        Assert.True(expected.Network.Layers[0].Weights.SequenceEqual(wrapped.Network.Layers[0].Weights));
        Assert.Equal(expected.Network.OutputScales.ToArray(), wrapped.Network.OutputScales.ToArray());
        Assert.Equal(0.01f, wrapped.Network.OutputScales[0]);
    }

    /// <summary>Scores of the modules and of the packed network on the same samples.</summary>
    void Alike(FloatNetwork modules, NetworkSpec spec, PyTorchImportOptions options)
    {
        using var scope = torch.NewDisposeScope();
        var expected = modules.forward(Inputs(spec, options)).data<float>().ToArray();
        var imported = PyTorchWeights.Import(path, spec, options);
        Assert.Empty(imported.Differences);
        var scores = new PackedClassifier(imported.Network, Steps.Data(spec, Samples)).Scores().Cast<float>().ToArray();
        Assert.True(expected.Distinct().Count() > 10, "scores that hardly differ would show nothing");
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], scores[i], 1e-3f);
    }

    /// <summary>x = scale · (q − zero point) + offset [n, channels, height, width].</summary>
    static torch.Tensor Inputs(NetworkSpec spec, PyTorchImportOptions? options = null)
    {
        options ??= new();
        using var scope = torch.NewDisposeScope();
        return BatchTensors.Of(Steps.Data(spec, Samples), [.. Enumerable.Range(0, Samples)], options.Encoding.ZeroPoint, torch.CPU).Inputs
            .mul((float)options.InputScale).add((float)options.InputOffset).MoveToOuterDisposeScope();
    }

    void WriteSafetensors(FloatNetwork modules, Func<string, string>? rename = null) => SafetensorsFile.Write(path, modules.state_dict().Where(entry => entry.Value.is_floating_point())
        .Select(entry => KeyValuePair.Create(rename?.Invoke(entry.Key) ?? entry.Key, new FloatTensor([.. entry.Value.shape.Select(axis => (int)axis)], entry.Value.data<float>().ToArray()))),
        new Dictionary<string, string>());
}
