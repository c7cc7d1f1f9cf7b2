using BnnMl.Onnx;

namespace BnnMl.Conformance.Tests;

/// <summary>A tolerance curve measured on the exported file is the packed engine's, not just close.</summary>
[Trait("Category", "Conformance")]
public sealed class ClassifierConformanceTests
{
    [Fact]
    public void Both_classifiers_have_the_same_accuracy_on_every_chip()
    {
        var data = Case.Of("C8-MP2-D8-MP2-FC32 | 1x14x14 | 10 | pixels", samples: 1100);
        var dataset = Labelled(data);
        var packed = new PackedClassifier(data.Network, data.Network.Encoding.Encode(dataset), threads: 1);
        using var file = ExportedFile.Faulty(data.Network);
        var onnx = new OnnxClassifier(file.Session, dataset);
        Assert.Equal(packed.Samples, onnx.Samples);
        Assert.Equal(packed.Accuracy(null, default, default), onnx.Accuracy(null, default, default));
        foreach (var errors in (BitErrorModel[])[
            BitErrorModel.Symmetric(0.02),
            BitErrorModel.Symmetric(0.02) with { Targets = FlipTargets.Weights | FlipTargets.Activations | FlipTargets.Thresholds },
            BitErrorModel.Symmetric(0.05) with { Targets = FlipTargets.Activations, Lifetime = ErrorLifetime.Transient }])
            for (var chip = 100; chip < 103; chip++)
            {
                var accuracy = packed.Accuracy(errors, new Chip(chip), default);
                Assert.Equal(accuracy, onnx.Accuracy(errors, new Chip(chip), default));
                Assert.NotEqual(1, accuracy);
            }
    }

    [Fact]
    public void Data_of_another_shape_are_refused()
    {
        var data = Case.Of("FC8 | 6x1x1 | 3 | pixels", samples: 4);
        using var file = ExportedFile.Clean(data.Network);
        var other = new Dataset(MapShape.Features(5), new float[10], [0, 1], ["a", "b", "c"], "other.csv");
        Assert.StartsWith("other.csv", Assert.Throws<ArgumentException>(() => new OnnxClassifier(file.Session, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_measurement_ends()
    {
        var data = Case.Of("FC8 | 6x1x1 | 3 | pixels", samples: 4);
        using var file = ExportedFile.Clean(data.Network);
        var onnx = new OnnxClassifier(file.Session, Labelled(data));
        Assert.Throws<OperationCanceledException>(() => onnx.Accuracy(null, default, new CancellationToken(canceled: true)));
    }

    /// <summary>Labels that the clean network mostly gives, so that errors show.</summary>
    static Dataset Labelled(Case data)
    {
        var (classes, scores) = (data.Network.Spec.Classes, data.EngineScores());
        int[] labels = [.. Enumerable.Range(0, data.Samples).Select(i => i % 7 == 0 ? i % classes : Predictor.Best(scores.AsSpan(i * classes, classes)))];
        return new Dataset(data.Network.Spec.Input, data.Features, labels, [.. Enumerable.Range(0, classes).Select(c => $"{c}")]);
    }
}
