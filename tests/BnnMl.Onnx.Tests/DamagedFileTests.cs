using System.Text;
using BnnMl.Onnx.Format;

namespace BnnMl.Onnx.Tests;

/// <summary>Whatever a file contains, opening it works or ends in one message that names file and remedy; the process goes on.</summary>
[Trait("Category", "Native")]
public sealed class DamagedFileTests
{
    [Fact]
    public void A_file_with_any_byte_changed_cut_or_added_is_refused()
    {
        using var folder = new ExportFolder();
        var random = new Random(11);
        foreach (var valid in (byte[][])[File.ReadAllBytes(folder.Clean()), File.ReadAllBytes(folder.Faulty())])
            for (var i = 0; i < 300; i++)
                AssertRefused(folder.With(Mutate(valid, random)));
    }

    [Fact]
    public void A_truncated_file_is_refused_at_every_place()
    {
        using var folder = new ExportFolder();
        var valid = File.ReadAllBytes(folder.Faulty());
        for (var length = 0; length < valid.Length; length += Math.Max(1, valid.Length / 97))
            AssertRefused(folder.With(valid[..length]));
        AssertRefused(folder.With(valid[..^1]));
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        using var folder = new ExportFolder();
        AssertRefused(folder.With([]));
        AssertRefused(folder.With(Encoding.UTF8.GetBytes("label,pixel1\n3,4\n")));
        AssertRefused(folder.With(Encoding.UTF8.GetBytes($"bnnml.sha256{new string('0', 500)}")));
        var random = new byte[100_000];
        new Random(3).NextBytes(random);
        AssertRefused(folder.With(random));
    }

    /// <summary>Such a file passes the digest: it is what a writer with an error of its own would make.</summary>
    [Theory]
    [InlineData("no metadata")]
    [InlineData("metadata of another network")]
    [InlineData("metadata that are no network")]
    [InlineData("an operator that does not exist")]
    [InlineData("a weight of another size")]
    [InlineData("no scores")]
    [InlineData("no graph")]
    public void A_file_that_contradicts_itself_is_refused(string what)
    {
        using var folder = new ExportFolder();
        var model = OnnxExporter.Clean(ExportFolder.Small);
        switch (what)
        {
            case "no metadata": model.MetadataProps.Clear(); break;
            case "metadata of another network": Metadata(model, "bnnml.input").Value = "2x9x12"; break;
            case "metadata that are no network": Metadata(model, "bnnml.network").Value = "MP2"; break;
            case "an operator that does not exist": model.Graph.Node[3].OpType = "Konv"; break;
            case "a weight of another size": model.Graph.Initializer[0].Dims[0]++; break;
            case "no scores": model.Graph.Output.RemoveAt(0); break;
            default: model.Graph = null; break;
        }

        AssertRefused(folder.With(OnnxFile.Bytes(model)));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new ExportFolder();
        Assert.Contains("none.onnx", Assert.Throws<FileNotFoundException>(() => FaultyOnnxSession.Open(folder.At("none.onnx"))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => FaultyOnnxSession.Open(Path.GetTempPath()));
    }

    static StringStringEntryProto Metadata(ModelProto model, string key) => model.MetadataProps.Single(entry => entry.Key == key);

    static void AssertRefused(string path)
    {
        var message = Assert.Throws<InvalidDataException>(() => FaultyOnnxSession.Open(path).Dispose()).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains("Export it again", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    static byte[] Mutate(byte[] valid, Random random)
    {
        var bytes = (byte[])valid.Clone();
        var at = random.Next(bytes.Length);
        switch (random.Next(5))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] += (byte)random.Next(1, 256); break;
            case 2: return bytes[..at];
            case 3: return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            default: return [.. bytes[..at], .. bytes[(at + 1)..]];
        }

        return bytes;
    }
}
