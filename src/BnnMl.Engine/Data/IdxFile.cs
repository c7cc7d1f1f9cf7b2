using System.Buffers.Binary;

namespace BnnMl;

/// <summary>
/// The idx format of MNIST: two zero bytes, the type (8 = unsigned byte), the number of dimensions, one big-endian 32-bit size per dimension, the values.
/// Plain or gzip. What the header claims is allocated only as far as the bytes really there justify it.
/// </summary>
static class IdxFile
{
    const uint UnsignedBytes = 0x0800;

    /// <summary>[samples] class numbers.</summary>
    internal static byte[] ReadLabels(string path)
    {
        using var file = InputFile.Open(path);
        return ReadArray(file, 1, 1).Values;
    }

    /// <summary>[samples, rows, columns], or [samples, channels, rows, columns], as C×H×W values.</summary>
    internal static (MapShape Shape, byte[] Values) ReadImages(string path)
    {
        using var file = InputFile.Open(path);
        var (sizes, values) = ReadArray(file, 3, 4);
        return (sizes.Length == 3 ? new MapShape(1, sizes[1], sizes[2]) : new MapShape(sizes[1], sizes[2], sizes[3]), values);
    }

    static (int[] Sizes, byte[] Values) ReadArray(InputFile file, int leastDimensions, int mostDimensions)
    {
        var sizes = ReadHeader(file, leastDimensions, mostDimensions);
        var claimed = sizes.Aggregate(1L, (product, size) => Math.Min(product * size, long.MaxValue >> 32));
        if (claimed > Array.MaxLength)
            throw new InvalidDataException($"{file.Path}: its header claims {string.Join(" x ", sizes)} values, more than the {Array.MaxLength} that can be held. Download the file again, or take fewer samples.");
        if (claimed / sizes[0] > MapShape.MaxLength)
            throw new InvalidDataException($"{file.Path}: its header claims samples of {string.Join(" x ", sizes[1..])} values; at most {MapShape.MaxLength} are possible. Download the file again.");
        return (sizes, ReadValues(file, (int)claimed, sizes));
    }

    static int[] ReadHeader(InputFile file, int leastDimensions, int mostDimensions)
    {
        var magic = ReadNumber(file, "the magic number");
        if (magic < UnsignedBytes + leastDimensions || magic > UnsignedBytes + mostDimensions)
        {
            var expected = string.Join(" or ", Enumerable.Range(leastDimensions, mostDimensions - leastDimensions + 1).Select(d => $"0x{UnsignedBytes + d:X8}"));
            var what = leastDimensions == 1 ? "labels" : "images";
            throw new InvalidDataException($"{file.Path}: begins with 0x{magic:X8}, but an idx file of {what} (8-bit) begins with {expected}. Give an idx file of {what}, plain or gzip.");
        }

        var sizes = new int[magic - UnsignedBytes];
        for (var i = 0; i < sizes.Length; i++)
        {
            var size = ReadNumber(file, $"the size of dimension {i}");
            if (size is 0 or > int.MaxValue)
                throw new InvalidDataException($"{file.Path}: the size of dimension {i} (byte {4 + (4 * i)}) is {size}. Give a file with 1 to {int.MaxValue} in every dimension.");
            sizes[i] = (int)size;
        }

        return sizes;
    }

    static uint ReadNumber(InputFile file, string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (file.Read(bytes) < 4)
            throw new InvalidDataException($"{file.Path}: ends at byte {file.Position}, within {what} of its idx header. Download the file again.");
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>Begins with the claimed length where four times the file's length covers it (images seldom compress better), and doubles from there while bytes keep coming.</summary>
    static byte[] ReadValues(InputFile file, int claimed, int[] sizes)
    {
        var start = file.Position;
        if (!file.IsGzip && file.Length - start != claimed)
            throw WrongLength(file, file.Length, start + claimed, sizes);
        var values = new byte[(int)Math.Min(claimed, Math.Max(1 << 20, 4 * file.Length))];
        for (var have = 0; ;)
        {
            have += file.Read(values.AsSpan(have));
            if (have < values.Length)
                throw WrongLength(file, start + have, start + claimed, sizes);
            if (have == claimed)
                break;
            Array.Resize(ref values, (int)Math.Min(claimed, Math.Min(2L * have, file.Limit + 1)));
        }

        if (file.Read(stackalloc byte[1]) != 0)
            throw WrongLength(file, file.Position, start + claimed, sizes);
        return values;
    }

    static InvalidDataException WrongLength(InputFile file, long length, long expected, int[] sizes)
    {
        var fault = length < expected ? $"is truncated: it ends at byte {length}" : "is followed by other bytes: it goes on";
        return new InvalidDataException($"{file.Path}: {fault}, but its header ({string.Join(" x ", sizes)}) makes {expected} bytes. Download the file again.");
    }
}
