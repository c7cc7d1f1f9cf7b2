using System.Buffers.Binary;
using System.IO.Compression;

namespace BnnMl;

/// <summary>
/// A file read from front to back, plain or gzip (told apart by its first two bytes, not by its name). Failures name the file;
/// gzip data that grow out of all proportion are refused before they fill the memory.
/// </summary>
sealed class InputFile : IDisposable
{
    /// <summary>Decompressed data up to this size are always allowed; beyond it, at most <see cref="MaxRatio"/> times the compressed size.</summary>
    internal const long FreeSize = 16 << 20;
    internal const int MaxRatio = 100;

    readonly FileStream file;
    readonly Stream content;

    InputFile(string path, FileStream file)
    {
        (Path, this.file, Length) = (path, file, file.Length);
        Span<byte> magic = stackalloc byte[2];
        IsGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        file.Position = 0;
        content = IsGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>As the caller named it.</summary>
    internal string Path { get; }

    /// <summary>Bytes on the disk: compressed where <see cref="IsGzip"/>.</summary>
    internal long Length { get; }

    internal bool IsGzip { get; }

    /// <summary>The most bytes that <see cref="Read"/> hands out: the length of a plain file, a bound on the decompressed length of a gzip file.</summary>
    internal long Limit => IsGzip ? Math.Max(FreeSize, Length * MaxRatio) : Length;

    /// <summary>Bytes handed out so far (decompressed).</summary>
    internal long Position { get; private set; }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file can't be read; the message names it.</exception>
    internal static InputFile Open(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file. Check the path.", path);
        try
        {
            return new InputFile(path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: can't be read ({e.Message.TrimEnd('.')}). Check its permissions.", e);
        }
    }

    /// <summary>Fills the buffer as far as the file goes; fewer bytes than asked for means the end.</summary>
    /// <exception cref="InvalidDataException">Damaged, truncated or disproportionate gzip data.</exception>
    internal int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{Path}: the gzip data are damaged after {Position} decompressed bytes ({e.Message.TrimEnd('.')}). Download or compress the file again.", e);
        }
        catch (IOException e)
        {
            throw new IOException($"{Path}: can't be read after {Position} bytes ({e.Message.TrimEnd('.')}). Check the disk.", e);
        }

        Position += count;
        if (IsGzip && Position > Limit)
            throw new InvalidDataException($"{Path}: {Length} bytes decompress to more than {Position}, over {MaxRatio} times as many. If the data are right, decompress the file first.");
        if (IsGzip && count < buffer.Length)
            CheckGzipEnd();
        return count;
    }

    /// <summary>
    /// Decompression ends in silence where the file does, and passes over what follows the data. The last four bytes of a gzip file are its
    /// decompressed length modulo 2^32 (RFC 1952 §2.3.1), so a cut or an appendix shows there.
    /// </summary>
    void CheckGzipEnd()
    {
        Span<byte> size = stackalloc byte[4];
        file.Position = Math.Max(0, Length - 4);
        if (file.ReadAtLeast(size, 4, throwOnEndOfStream: false) < 4 || BinaryPrimitives.ReadUInt32LittleEndian(size) != (uint)Position)
            throw new InvalidDataException($"{Path}: the gzip data are truncated, or other bytes follow them: their stored length is not the {Position} bytes they decompress to. Download the file again, or compress it as one stream.");
    }

    public void Dispose() => content.Dispose();
}
