using System.Security.Cryptography;
using System.Text;
using BnnMl.Onnx.Format;
using Google.Protobuf;

namespace BnnMl.Onnx;

/// <summary>
/// ONNX files that know whether they are whole: the last bytes are one more metadata entry, the SHA-256 of all bytes before it. (Protocol buffers may be written one after
/// another: a reader takes both parts as one model.) A damaged graph must not reach ONNX Runtime, whose native code need not survive it.
/// </summary>
static class OnnxFile
{
    const string DigestKey = "bnnml.sha256";
    const string Remedy = "Export it again (bnnml export).";

    /// <summary>Larger files than protocol buffers can have.</summary>
    const long MaxBytes = int.MaxValue;

    static readonly int TrailerLength = Trailer([]).Length;

    internal static void Write(ModelProto model, string path)
    {
        var bytes = Bytes(model);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    internal static byte[] Bytes(ModelProto model)
    {
        var body = model.ToByteArray();
        return [.. body, .. Trailer(body)];
    }

    /// <summary>The whole file, verified.</summary>
    /// <exception cref="InvalidDataException">It is not one of ours, or has changed since it was written.</exception>
    internal static byte[] Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new FileNotFoundException($"{path}: is a folder. Give an .onnx file.", path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file. Give an .onnx file that bnnml export has written.", path);
        if (new FileInfo(path).Length > MaxBytes)
            throw Invalid(path, "is larger than an ONNX file can be");
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length <= TrailerLength || !EndsWithTrailer(bytes))
            throw Invalid(path, "is truncated or not an ONNX file of BnnMl");
        var body = bytes.AsSpan(0, bytes.Length - TrailerLength);
        if (!Trailer(body).AsSpan().SequenceEqual(bytes.AsSpan(body.Length)))
            throw Invalid(path, "is damaged: its bytes are not those that were written");
        return bytes;
    }

    internal static InvalidDataException Invalid(string path, string problem, Exception? cause = null) => new($"{path}: {problem}. {Remedy}", cause);

    static bool EndsWithTrailer(ReadOnlySpan<byte> bytes) => bytes[^TrailerLength..].IndexOf(Encoding.UTF8.GetBytes(DigestKey)) >= 0;

    static byte[] Trailer(ReadOnlySpan<byte> body) => new ModelProto
    {
        MetadataProps = { new StringStringEntryProto { Key = DigestKey, Value = Convert.ToHexStringLower(SHA256.HashData(body)) } },
    }.ToByteArray();
}
