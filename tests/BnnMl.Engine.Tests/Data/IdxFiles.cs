using System.Buffers.Binary;

namespace BnnMl.Engine.Tests;

/// <summary>Small idx files, made byte by byte as the format's description says.</summary>
static class IdxFiles
{
    internal static byte[] Make(int[] sizes, byte[] values)
    {
        var file = new byte[4 + (4 * sizes.Length) + values.Length];
        (file[2], file[3]) = (8, (byte)sizes.Length);
        for (var i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * i)), sizes[i]);
        values.CopyTo(file, 4 + (4 * sizes.Length));
        return file;
    }

    /// <summary>Pixel i of all is i·7 mod 256.</summary>
    internal static byte[] Images(params int[] sizes) =>
        Make(sizes, [.. Enumerable.Range(0, sizes.Aggregate((a, b) => a * b)).Select(i => (byte)(i * 7))]);

    internal static byte[] Labels(params byte[] labels) => Make([labels.Length], labels);

    /// <summary>Four valid plain files: 6 images of 2 × 3 to train, 3 to test, three classes; <paramref name="folder"/>'s test replaces or removes what it tries.</summary>
    internal static void WriteFolder(TemporaryFolder folder)
    {
        folder.Write("train-images-idx3-ubyte", Images(6, 2, 3));
        folder.Write("train-labels-idx1-ubyte", Labels(0, 1, 2, 0, 1, 2));
        folder.Write("t10k-images-idx3-ubyte", Images(3, 2, 3));
        folder.Write("t10k-labels-idx1-ubyte", Labels(2, 1, 0));
    }
}
