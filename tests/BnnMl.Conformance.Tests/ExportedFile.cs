using BnnMl.Onnx;

namespace BnnMl.Conformance.Tests;

/// <summary>A network's file in the temporary folder, opened; removed at the end.</summary>
sealed class ExportedFile : IDisposable
{
    readonly string path = Path.Combine(Path.GetTempPath(), $"bnnml-{Guid.NewGuid():N}.onnx");

    ExportedFile(Action<string> write, FaultyOnnxOptions options)
    {
        write(path);
        Session = FaultyOnnxSession.Open(path, options);
    }

    internal FaultyOnnxSession Session { get; }

    internal static ExportedFile Clean(PackedNetwork network, int batchSize = 256) => new(path => OnnxExporter.Write(network, path), Options(batchSize));

    internal static ExportedFile Faulty(PackedNetwork network, int batchSize = 256) => new(path => OnnxExporter.WriteFaulty(network, path), Options(batchSize));

    internal float[] Scores(Case data, BitErrorModel? errors = null, Chip chip = default, long firstSample = 0)
    {
        var scores = new float[data.Samples * data.Network.Spec.Classes];
        Session.Scores(data.Features, errors, chip, firstSample, scores);
        return scores;
    }

    public void Dispose()
    {
        Session.Dispose();
        File.Delete(path);
    }

    static FaultyOnnxOptions Options(int batchSize) => new() { BatchSize = batchSize, Threads = 1 };
}
