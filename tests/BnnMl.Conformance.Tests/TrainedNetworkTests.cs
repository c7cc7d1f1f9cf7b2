using BnnMl.Onnx;

namespace BnnMl.Conformance.Tests;

/// <summary>What training makes (folded batch norms, inverted channels, learned scales) comes out of ONNX Runtime as it comes out of the packed engine.</summary>
[Trait("Category", "Conformance")]
public sealed class TrainedNetworkTests
{
    [Fact]
    public void A_trained_network_has_the_same_scores_and_the_same_accuracy_under_errors()
    {
        var data = DataSource.Load(DataSource.Synthetic, new DataSourceOptions { SyntheticTrain = 1000, SyntheticTest = 300, Seed = 3 });
        var spec = NetworkSpec.Parse("C8-MP2-D4-MP2-FC32", data.Train.Shape, data.Train.Classes);
        var encoding = InputEncoding.Fit(data.Train);
        var options = new TrainingOptions { Epochs = 6, BatchSize = 20, LearningRate = 0.01, Seed = 1, Threads = 1 };
        var network = new NativeTrainingEngine().Train(spec, encoding, encoding.Encode(data.Train), null, options).Network;
        var packed = new PackedClassifier(network, encoding.Encode(data.Test), threads: 1);
        Assert.InRange(packed.Accuracy(null, default, default), 0.3, 1); // chance is 0.1

        var test = Case.Of(network, data.Test);
        using var clean = ExportedFile.Clean(network);
        using var faulty = ExportedFile.Faulty(network);
        Assert.Equal(test.EngineScores(), clean.Scores(test));
        Assert.Equal(test.EngineScores(), faulty.Scores(test));
        var errors = BitErrorModel.Symmetric(0.02) with { Targets = FlipTargets.Weights | FlipTargets.Activations | FlipTargets.Thresholds };
        for (var chip = 100; chip < 104; chip++)
        {
            Assert.Equal(test.EngineScores(errors, new Chip(chip)), faulty.Scores(test, errors, new Chip(chip)));
            Assert.Equal(packed.Accuracy(errors, new Chip(chip), default), new OnnxClassifier(faulty.Session, data.Test).Accuracy(errors, new Chip(chip), default));
        }
    }
}
