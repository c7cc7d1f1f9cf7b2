using System.Text;

namespace BnnMl;

/// <summary>
/// A <see cref="PackedNetwork"/> as a file (.bnn). Version 1, little-endian:
/// <code>
/// header   8 bytes magic, uint32 version, uint64 length of the whole file, uint32 CRC-32C of these 20 bytes
/// section  4 letters, uint64 length of the content, content, uint32 CRC-32C of letters, length and content; in this order and nothing after them:
///   SPEC   int32 channels, height, width, classes; text: the network's notation
///   ENCD   uint8 zero point; int32 n (1, or one per feature); n float32 offsets; n float32 scales
///   META   int32 entries; key and value text each, keys ascending by their characters' codes
///   LAYR   once per layer: units × WordsPerUnit uint64 of weights; int32 thresholds (none in the last)
///   OUTP   classes float32 scales; classes float32 biases
/// text     int32 length in bytes, UTF-8
/// </code>
/// What a length must be follows from SPEC, so a file can't make its reader allocate more than the file itself holds.
/// </summary>
public static class PackedNetworkFile
{
    /// <summary>The version written. Older ones stay readable.</summary>
    public const int Version = 1;

    internal const int HeaderLength = 24;
    internal const int SectionOverhead = 16;     // letters, length, CRC
    internal const int MaxNotation = 1 << 12;    // 256 layers of at most 10 characters and a dash
    internal const int MaxMetadata = 1 << 20;    // bytes of the whole META section

    /// <summary>Refuses what is not Unicode (ArgumentException) in place of storing question marks.</summary>
    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Neither text nor any other format: a byte above 127, and line ends that a transfer as text would change.</summary>
    internal static ReadOnlySpan<byte> Magic => [0xB1, (byte)'B', (byte)'N', (byte)'N', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="ArgumentException">The metadata need more than 1 MiB.</exception>
    /// <exception cref="IOException">The file can't be written; an existing one stays as it was.</exception>
    public static void Write(PackedNetwork network, string path) => AtomicFile.Write(path, stream => Write(network, stream));

    /// <summary>Writes from the stream's position on; the stream stays open.</summary>
    /// <exception cref="ArgumentException">The metadata need more than 1 MiB.</exception>
    public static void Write(PackedNetwork network, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        new PackedNetworkFileWriter(stream).Write(network);
    }

    /// <exception cref="InvalidDataException">Not a .bnn file, a newer version, truncated, or damaged: the message names path, place and remedy.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static PackedNetwork Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file. Check the path.", path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: can't be read ({e.Message.TrimEnd('.')}). Check its permissions and the disk.", e);
        }
    }

    /// <summary>Reads from the stream's position to its end, where the network must end too; the stream stays open.</summary>
    /// <param name="stream">One that can't seek is first copied to memory.</param>
    /// <param name="name">What messages begin with.</param>
    /// <exception cref="InvalidDataException">Not a .bnn file, a newer version, truncated, or damaged: the message names path, place and remedy.</exception>
    public static PackedNetwork Read(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.CanSeek)
            return new PackedNetworkFileReader(stream, name).Read();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return new PackedNetworkFileReader(copy, name).Read();
    }
}
