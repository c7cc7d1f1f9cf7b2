namespace BnnMl;

/// <summary>Writes what <see cref="PackedNetworkFile"/> describes, front to back.</summary>
sealed class PackedNetworkFileWriter(Stream stream)
{
    uint checksum;

    internal void Write(PackedNetwork network)
    {
        var (spec, encoding, metadata) = (Spec(network.Spec), Encoding(network.Encoding), Metadata(network.Metadata));
        var layers = network.Spec.Plan().Sum(plan => LayerLength(plan) + PackedNetworkFile.SectionOverhead);
        WriteHeader(PackedNetworkFile.HeaderLength + (4 * PackedNetworkFile.SectionOverhead)
            + spec.Length + encoding.Length + metadata.Length + layers + (8L * network.Spec.Classes));
        WriteSection("SPEC"u8, spec);
        WriteSection("ENCD"u8, encoding);
        WriteSection("META"u8, metadata);
        foreach (var layer in network.Layers)
        {
            BeginSection("LAYR"u8, LayerLength(layer.Plan));
            Append(layer.Weights);
            Append(layer.Thresholds);
            EndSection();
        }

        BeginSection("OUTP"u8, 8L * network.Spec.Classes);
        Append(network.OutputScales);
        Append(network.OutputBiases);
        EndSection();
    }

    /// <summary>Bytes of a LAYR section's content.</summary>
    internal static long LayerLength(PlannedLayer plan) => (8L * plan.UnitCount * plan.WordsPerUnit) + (plan.Kind == LayerKind.Output ? 0 : 4L * plan.UnitCount);

    void WriteHeader(long length)
    {
        checksum = Crc32C.Empty;
        Append(PackedNetworkFile.Magic);
        Append<uint>([PackedNetworkFile.Version]);
        Append<long>([length]);
        EndSection();
    }

    void WriteSection(ReadOnlySpan<byte> letters, byte[] content)
    {
        BeginSection(letters, content.Length);
        Append<byte>(content);
        EndSection();
    }

    void BeginSection(ReadOnlySpan<byte> letters, long length)
    {
        checksum = Crc32C.Empty;
        Append(letters);
        Append<long>([length]);
    }

    void EndSection()
    {
        stream.Write(LittleEndian.Bytes<uint>([checksum]));
    }

    void Append<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = LittleEndian.Bytes(values);
        checksum = Crc32C.Append(checksum, bytes);
        stream.Write(bytes);
    }

    static byte[] Spec(NetworkSpec spec) => Content(writer =>
    {
        foreach (var number in (ReadOnlySpan<int>)[spec.Input.Channels, spec.Input.Height, spec.Input.Width, spec.Classes])
            writer.Write(number);
        WriteText(writer, spec.ToString());
    });

    static byte[] Encoding(InputEncoding encoding) => Content(writer =>
    {
        writer.Write(encoding.ZeroPoint);
        writer.Write(encoding.Offsets.Length);
        writer.Write(LittleEndian.Bytes(encoding.Offsets));
        writer.Write(LittleEndian.Bytes(encoding.Scales));
    });

    static byte[] Metadata(IReadOnlyDictionary<string, string> metadata)
    {
        var content = Content(writer =>
        {
            writer.Write(metadata.Count);
            foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                WriteText(writer, key);
                WriteText(writer, value);
            }
        });
        return content.Length <= PackedNetworkFile.MaxMetadata ? content : throw new ArgumentException(
            $"The metadata need {content.Length} bytes, but a .bnn file holds at most {PackedNetworkFile.MaxMetadata}. Shorten them.", nameof(metadata));
    }

    static byte[] Content(Action<BinaryWriter> write)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, System.Text.Encoding.UTF8, leaveOpen: true)) // little-endian on every machine
            write(writer);
        return content.ToArray();
    }

    static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = PackedNetworkFile.Utf8.GetBytes(text);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }
}
