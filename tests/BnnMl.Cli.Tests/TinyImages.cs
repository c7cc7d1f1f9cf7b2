using System.Buffers.Binary;
using System.IO.Compression;

namespace BnnMl.Cli.Tests;

/// <summary>Three classes of noisy 8x8 pictures (a row, a column, a block) as the four idx files.</summary>
static class TinyImages
{
    internal const int Side = 8;
    internal const int Classes = 3;

    internal static string WriteTo(string folder, int train = 240, int test = 90, bool zipped = false)
    {
        Directory.CreateDirectory(folder);
        WritePair(folder, "train", train, seed: 1, zipped);
        WritePair(folder, "t10k", test, seed: 2, zipped);
        return folder;
    }

    internal static byte[] Images(int count, int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[16 + (count * Side * Side)];
        Header(bytes, 0x803, count, Side, Side);
        for (var i = 0; i < count; i++)
            Draw(bytes.AsSpan(16 + (i * Side * Side), Side * Side), i % Classes, random);
        return bytes;
    }

    internal static byte[] Labels(int count)
    {
        var bytes = new byte[8 + count];
        Header(bytes, 0x801, count);
        for (var i = 0; i < count; i++)
            bytes[8 + i] = (byte)(i % Classes);
        return bytes;
    }

    static void WritePair(string folder, string name, int count, int seed, bool zipped)
    {
        Save(Path.Combine(folder, $"{name}-images-idx3-ubyte"), Images(count, seed), zipped);
        Save(Path.Combine(folder, $"{name}-labels-idx1-ubyte"), Labels(count), zipped);
    }

    static void Save(string path, byte[] bytes, bool zipped)
    {
        if (!zipped)
        {
            File.WriteAllBytes(path, bytes);
            return;
        }

        using var stream = new GZipStream(File.Create($"{path}.gz"), CompressionLevel.Fastest);
        stream.Write(bytes);
    }

    static void Header(byte[] bytes, params int[] words)
    {
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), words[i]);
    }

    static void Draw(Span<byte> picture, int label, Random random)
    {
        var at = random.Next(Side - 2);
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var on = label switch { 0 => y == at, 1 => x == at, _ => y >= at && y < at + 3 && x >= 2 && x < 5 };
                picture[(y * Side) + x] = (byte)((on ? 200 : 20) + random.Next(50));
            }
    }
}
