using BenchmarkDotNet.Attributes;
using BnnMl.Tests;

namespace BnnMl.Benchmarks;

/// <summary>Whole networks: one image, a batch, a chip's accuracy, a training step.</summary>
public class NetworkMeasurements : IDisposable
{
    const int Batch = 1024;
    const int TrainingBatch = 128;

    PackedClassifier classifier = null!;
    Predictor predictor = null!;
    byte[] image = [];
    float[] scores = [];
    TrainingSides? sides;
    Side? step;
    int chip;

    /// <summary>Presets, with their own input shapes.</summary>
    [Params("FC", "VGG3", "CNV")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var spec = Network switch { "FC" => NetworkSpec.Fc, "VGG3" => NetworkSpec.Vgg3, _ => NetworkSpec.Cnv };
        var (network, data) = (RandomNetwork.Of(spec, seed: 1), Images.Of(spec, Batch));
        (classifier, predictor, image, scores) = (new(network, data), new(network), data.Row(0).ToArray(), new float[spec.Classes]);
        sides = new(spec, data, TrainingBatch);
        step = sides.Native(Environment.ProcessorCount);
    }

    [Benchmark]
    public void OneImage() => predictor.Scores(image, scores);

    [Benchmark(OperationsPerInvoke = Batch)]
    public int[] ImagesOfABatch() => classifier.Predict();

    [Benchmark(OperationsPerInvoke = Batch)]
    public double ImagesWithAChipsErrors() => classifier.Accuracy(BitErrorModel.Symmetric(0.01), new(chip++), default);

    [Benchmark]
    public void TrainingStep() => step!.Run();

    [GlobalCleanup]
    public void Dispose()
    {
        sides?.Dispose();
        GC.SuppressFinalize(this);
    }
}
