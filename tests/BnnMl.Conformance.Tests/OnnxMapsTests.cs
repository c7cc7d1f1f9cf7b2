using BnnMl.Onnx;
using BnnMl.Onnx.Format;
using Microsoft.ML.OnnxRuntime;

namespace BnnMl.Conformance.Tests;

/// <summary>Not only the scores: every bit between the layers is the same in the packed engine and in ONNX Runtime.</summary>
[Trait("Category", "Conformance")]
public sealed class OnnxMapsTests
{
    static readonly BitErrorModel Everything =
        BitErrorModel.Symmetric(0.03) with { Targets = FlipTargets.Weights | FlipTargets.Activations | FlipTargets.Thresholds };

    [Theory]
    [MemberData(nameof(OnnxConformanceTests.Networks), MemberType = typeof(OnnxConformanceTests))]
    public void Every_activation_bit_of_the_clean_file_is_the_engine_s(string network)
    {
        var data = Case.Of(network, samples: 5, seed: 4);
        foreach (var level in (GraphOptimizationLevel[])[GraphOptimizationLevel.ORT_DISABLE_ALL, GraphOptimizationLevel.ORT_ENABLE_ALL])
            AssertSameBits(data, OnnxExporter.Clean(data.Network, MapOutputs.All), level, errors: null, default);
    }

    [Theory]
    [MemberData(nameof(OnnxConformanceTests.Networks), MemberType = typeof(OnnxConformanceTests))]
    public void Every_activation_bit_under_errors_is_the_engine_s(string network)
    {
        var data = Case.Of(network, samples: 5, seed: 4);
        AssertSameBits(data, OnnxExporter.Faulty(data.Network, MapOutputs.All), GraphOptimizationLevel.ORT_ENABLE_ALL, Everything, new Chip(3, 2));
    }

    static void AssertSameBits(Case data, ModelProto model, GraphOptimizationLevel level, BitErrorModel? errors, Chip chip)
    {
        using var options = new SessionOptions { GraphOptimizationLevel = level, IntraOpNumThreads = 1 };
        using var session = new InferenceSession(OnnxFile.Bytes(model), options);
        using var inputs = new SessionInputs(errors is null ? null : GraphErrors.Of(errors), chip);
        using var run = new RunOptions();
        string[] names = [.. session.OutputNames.Skip(2)];
        using var outputs = session.Run(run, inputs.Of(data.Features, data.Samples, data.Network.Spec.Input, firstSample: 0), [.. names, "Score"]);
        Assert.Equal(data.Network.Spec.Plan().Count - 1, names.Length);
        for (var layer = 0; layer < names.Length; layer++)
            Assert.Equal(data.EngineBits(layer, errors, chip), Bits(outputs[layer].GetTensorDataAsSpan<float>(), data.Network.Spec.Plan()[layer].Output));
    }

    /// <summary>[N, C, H, W] of −2 and 0 to [N, (y, x, c)] of bits.</summary>
    static bool[] Bits(ReadOnlySpan<float> maps, MapShape shape)
    {
        var bits = new bool[maps.Length];
        for (var i = 0; i < maps.Length; i++)
        {
            Assert.True(maps[i] is -2 or 0, $"{maps[i]} is no bit");
            var (sample, c, p) = (i / shape.Length, i % shape.Length / shape.Area, i % shape.Area);
            bits[(sample * shape.Length) + (p * shape.Channels) + c] = maps[i] == 0;
        }

        return bits;
    }
}
