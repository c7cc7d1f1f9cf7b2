using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace BnnMl;

/// <summary>
/// Named float tensors in the safetensors format: the length of a JSON header, the header {name: {dtype, shape, data_offsets}}, the values, little-endian. PyTorch and its
/// ecosystem write it. A damaged or foreign file gives one message; nothing is allocated that the file only claims.
/// </summary>
static class SafetensorsFile
{
    const string MetadataKey = "__metadata__";

    /// <summary>Writes float32 tensors in the names' order, whole or not at all.</summary>
    internal static void Write(string path, IEnumerable<KeyValuePair<string, FloatTensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var ordered = tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal).ToList();
        var header = Header(ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var (_, tensor) in ordered)
                stream.Write(LittleEndian.Bytes<float>(tensor.Values));
        });
    }

    /// <summary>All float tensors (F16, BF16, F32, F64) of a file as float32; others (counters, masks) are passed over.</summary>
    /// <exception cref="InvalidDataException">Not a safetensors file, or damaged; the message names the place.</exception>
    internal static (IReadOnlyDictionary<string, FloatTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var length = bytes.Length >= sizeof(ulong) ? System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
        if (length < 2 || length > (ulong)(bytes.Length - sizeof(ulong)) || bytes[sizeof(ulong)] != '{')
            throw new InvalidDataException($"{path}: is not a safetensors file, or is cut off.");
        var data = bytes.AsMemory(sizeof(ulong) + (int)length);
        var (tensors, metadata) = (new Dictionary<string, FloatTensor>(), new Dictionary<string, string>());
        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(sizeof(ulong), (int)length));
            foreach (var entry in json.RootElement.EnumerateObject())
                if (entry.Name == MetadataKey)
                    foreach (var text in entry.Value.EnumerateObject())
                        metadata[text.Name] = text.Value.GetString() ?? "";
                else if (Tensor(entry, data.Span) is { } tensor)
                    tensors[entry.Name] = tensor;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new InvalidDataException($"{path}: its header is not that of a safetensors file ({e.Message.TrimEnd('.')}).", e);
        }

        return (tensors, metadata);
    }

    static byte[] Header(List<KeyValuePair<string, FloatTensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            foreach (var (key, value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
            var offset = 0L;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                Numbers(json, "shape", tensor.Shape.Select(axis => (long)axis));
                Numbers(json, "data_offsets", [offset, offset += tensor.Values.LongLength * sizeof(float)]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        var padding = (8 - (buffer.WrittenCount % 8)) % 8; // the values begin at a multiple of 8; the format allows blanks
        buffer.Write("        "u8[..padding]);
        return buffer.WrittenSpan.ToArray();
    }

    static void Numbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    /// <summary>Null for a tensor that holds no floats.</summary>
    static FloatTensor? Tensor(JsonProperty entry, ReadOnlySpan<byte> data)
    {
        var type = entry.Value.GetProperty("dtype").GetString();
        var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt32()).ToArray();
        var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        var size = type switch { "F64" => 8, "F32" => 4, "F16" or "BF16" => 2, _ => 0 };
        if (size == 0)
            return null;
        var count = shape.Aggregate(1L, (product, axis) => axis >= 0 ? checked(product * axis) : throw new FormatException($"{entry.Name} has an axis of length {axis}"));
        if (offsets is not [var from, var to] || from < 0 || to > data.Length || to - from != checked(count * size))
            throw new FormatException($"{entry.Name}: {count} values of {type} can't lie at bytes {string.Join(" to ", offsets)} of {data.Length}");
        return new(shape, Floats(data[(int)from..(int)to], type!));
    }

    static float[] Floats(ReadOnlySpan<byte> bytes, string type) => type switch
    {
        "F64" => Converted<double>(bytes, value => (float)value),
        "F32" => Converted<float>(bytes, value => value),
        "F16" => Converted<Half>(bytes, value => (float)value),
        "BF16" => Converted<ushort>(bytes, value => BitConverter.UInt32BitsToSingle((uint)value << 16)),
        _ => throw new FormatException($"{type} is not a type of floats"),
    };

    static float[] Converted<T>(ReadOnlySpan<byte> bytes, Func<T, float> convert)
        where T : unmanaged
    {
        var values = new T[bytes.Length / Marshal.SizeOf<T>()];
        bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        LittleEndian.ToMachine<T>(values);
        return Array.ConvertAll(values, new Converter<T, float>(convert));
    }
}
