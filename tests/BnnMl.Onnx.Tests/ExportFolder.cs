namespace BnnMl.Onnx.Tests;

/// <summary>A folder of its own for a test, removed at the end.</summary>
sealed class ExportFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bnnml-onnx-");

    /// <summary>A small network with every kind of layer.</summary>
    internal static PackedNetwork Small { get; } = RandomNetwork.Of("C8-MP2-D5-C9v-FC33", new(2, 9, 11), 4, seed: 5);

    internal string At(string name) => Path.Combine(folder.FullName, name);

    internal string Clean(PackedNetwork? network = null)
    {
        OnnxExporter.Write(network ?? Small, At("clean.onnx"));
        return At("clean.onnx");
    }

    internal string Faulty(PackedNetwork? network = null)
    {
        OnnxExporter.WriteFaulty(network ?? Small, At("faulty.onnx"));
        return At("faulty.onnx");
    }

    internal string With(byte[] bytes)
    {
        File.WriteAllBytes(At("other.onnx"), bytes);
        return At("other.onnx");
    }

    public void Dispose() => folder.Delete(recursive: true);
}
