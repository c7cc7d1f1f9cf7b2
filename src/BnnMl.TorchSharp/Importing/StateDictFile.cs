using System.Runtime.InteropServices;
using System.Text;

namespace BnnMl.TorchSharp;

/// <summary>
/// The tensors of a state_dict by their names, from a safetensors file or from one that TorchSharp's Module.save wrote: number of tensors, then for each its name, type,
/// shape and values, numbers as LEB128. Neither needs libtorch.
/// </summary>
static class StateDictFile
{
    /// <summary>Float tensors only; others (counters of batches) are passed over.</summary>
    /// <exception cref="InvalidDataException">Neither of the two, or damaged.</exception>
    internal static IReadOnlyDictionary<string, FloatTensor> Read(string path)
    {
        var head = new byte[9];
        int read;
        using (var file = File.OpenRead(path))
            read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (head.AsSpan().StartsWith("PK"u8) || head is [0x80, >= 2 and <= 5, ..])
            throw new InvalidDataException($"{path}: is a file of torch.save, which needs Python to read. Write it in Python as safetensors: safetensors.torch.save_file(model.state_dict(), 'weights.safetensors').");
        return read == head.Length && head[8] == '{' ? SafetensorsFile.Read(path).Tensors : ReadTorchSharp(path);
    }

    static Dictionary<string, FloatTensor> ReadTorchSharp(string path)
    {
        var tensors = new Dictionary<string, FloatTensor>(StringComparer.Ordinal);
        using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(path)), Encoding.UTF8);
        try
        {
            for (var left = reader.Read7BitEncodedInt64(); left > 0; left--)
            {
                var name = reader.ReadString();
                if (ReadTensor(reader, name) is { } tensor)
                    tensors[name] = tensor;
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or OverflowException or IOException)
        {
            throw new InvalidDataException($"{path}: is neither a safetensors file nor one of TorchSharp's Module.save, or is cut off at byte {reader.BaseStream.Position} ({e.Message.TrimEnd('.')}).", e);
        }

        if (reader.BaseStream.Position != reader.BaseStream.Length)
            throw new InvalidDataException($"{path}: {reader.BaseStream.Length - reader.BaseStream.Position} bytes follow the last tensor of what should be a file of TorchSharp's Module.save.");
        return tensors;
    }

    /// <summary>Null for a tensor that holds no floats.</summary>
    static FloatTensor? ReadTensor(BinaryReader reader, string name)
    {
        var type = reader.Read7BitEncodedInt64();
        var shape = new int[checked((int)Math.Min(reader.Read7BitEncodedInt64(), 64))];
        for (var axis = 0; axis < shape.Length; axis++)
            shape[axis] = checked((int)reader.Read7BitEncodedInt64());
        var bytes = checked(shape.Aggregate(1L, (product, length) => length >= 0 ? checked(product * length) : throw new FormatException($"{name} has an axis of length {length}")) * Size(type, name));
        if (bytes > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new FormatException($"{name} would need {bytes} bytes");
        var data = reader.ReadBytes((int)bytes);
        return type switch
        {
            5 => new(shape, [.. MemoryMarshal.Cast<byte, Half>(data).ToArray().Select(value => (float)value)]),
            6 => new(shape, MemoryMarshal.Cast<byte, float>(data).ToArray()),
            7 => new(shape, [.. MemoryMarshal.Cast<byte, double>(data).ToArray().Select(value => (float)value)]),
            15 => new(shape, [.. MemoryMarshal.Cast<byte, ushort>(data).ToArray().Select(value => BitConverter.UInt32BitsToSingle((uint)value << 16))]),
            _ => null,
        };
    }

    /// <summary>Bytes of one value; the numbers are libtorch's (c10::ScalarType).</summary>
    static int Size(long type, string name) => type switch
    {
        0 or 1 or 11 => 1,
        2 or 5 or 15 => 2,
        3 or 6 => 4,
        4 or 7 => 8,
        _ => throw new FormatException($"{name} has the unknown type {type}"),
    };
}
