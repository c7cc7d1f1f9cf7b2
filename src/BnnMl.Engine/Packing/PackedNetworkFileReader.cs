using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>Reads what <see cref="PackedNetworkFile"/> describes, and believes no length before it has been held against what the file really holds.</summary>
sealed class PackedNetworkFileReader(Stream stream, string name)
{
    readonly long start = stream.Position;
    readonly long end = stream.Length;
    string place = "header";
    uint checksum;

    long Remaining => end - stream.Position;

    /// <exception cref="InvalidDataException">Anything wrong with the content.</exception>
    internal PackedNetwork Read()
    {
        try
        {
            ReadHeader();
            var spec = Spec(ReadSection("SPEC", PackedNetworkFile.MaxNotation + 64));
            var encoding = Encoding(ReadSection("ENCD", 5 + (8L * spec.Input.Length)), spec.Input);
            var metadata = Metadata(ReadSection("META", PackedNetworkFile.MaxMetadata));
            CheckRest(spec);
            PackedLayer[] layers = [.. spec.Plan().Select(ReadLayer)];
            BeginSection("OUTP", 8L * spec.Classes, 8L * spec.Classes);
            var (scales, biases) = (Append<float>(spec.Classes), Append<float>(spec.Classes));
            EndSection();
            return new PackedNetwork(spec, encoding, layers, scales, biases, metadata);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw Damaged(OneLine(e.Message), e);
        }
        catch (EndOfStreamException e)
        {
            throw Damaged("the file became shorter while it was read", e);
        }
    }

    void ReadHeader()
    {
        Span<byte> header = stackalloc byte[PackedNetworkFile.HeaderLength];
        if (Remaining < header.Length)
            throw Foreign($"has only {Remaining} bytes");
        stream.ReadExactly(header);
        if (!header.StartsWith(PackedNetworkFile.Magic))
            throw Foreign("does not begin as one");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (version > PackedNetworkFile.Version)
            throw new InvalidDataException($"{name}: is a .bnn file of version {version}, but this program reads up to {PackedNetworkFile.Version}. Update the program.");
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[20..]) != Crc32C.Append(Crc32C.Empty, header[..20]) || version == 0)
            throw Damaged("its checksum is wrong");
        var length = BinaryPrimitives.ReadInt64LittleEndian(header[12..]);
        if (length > end - start)
            throw Damaged($"the file has {end - start} of {length} bytes: it is truncated");
        if (length < end - start)
            throw Damaged($"the file has {end - start} bytes, but the network ends after {length}");
    }

    /// <summary>All that SPEC calls for must be there before any of it is allocated.</summary>
    void CheckRest(NetworkSpec spec)
    {
        var needed = spec.Plan().Sum(plan => PackedNetworkFileWriter.LayerLength(plan) + PackedNetworkFile.SectionOverhead)
            + (8L * spec.Classes) + PackedNetworkFile.SectionOverhead;
        if (Remaining != needed)
            throw Damaged($"the layers of \"{spec}\" need {needed} bytes, but {Remaining} follow");
    }

    PackedLayer ReadLayer(PlannedLayer plan)
    {
        BeginSection("LAYR", PackedNetworkFileWriter.LayerLength(plan), PackedNetworkFileWriter.LayerLength(plan), $" of {plan.Name}");
        var weights = Append<ulong>(plan.UnitCount * plan.WordsPerUnit);
        var thresholds = Append<int>(plan.Kind == LayerKind.Output ? 0 : plan.UnitCount);
        EndSection();
        return new PackedLayer(plan, weights, thresholds);
    }

    byte[] ReadSection(string letters, long most)
    {
        var content = Append<byte>((int)BeginSection(letters, least: 0, most));
        EndSection();
        return content;
    }

    /// <returns>The content's length, no more than the file still holds.</returns>
    long BeginSection(string letters, long least, long most, string of = "")
    {
        place = $"section {letters}{of} at byte {stream.Position - start}";
        checksum = Crc32C.Empty;
        if (Remaining < PackedNetworkFile.SectionOverhead)
            throw Damaged("the file ends there");
        if (!Append<byte>(4).AsSpan().SequenceEqual((ReadOnlySpan<byte>)System.Text.Encoding.ASCII.GetBytes(letters)))
            throw Damaged("another section stands there");
        var length = Append<long>(1)[0];
        if (length < least || length > most || length > Remaining - 4)
            throw Damaged($"it claims {length} bytes, but has {(least == most ? "" : $"{least} to ")}{most}, and {Math.Max(0, Remaining - 4)} follow");
        return length;
    }

    void EndSection()
    {
        Span<byte> stored = stackalloc byte[4];
        stream.ReadExactly(stored);
        if (BinaryPrimitives.ReadUInt32LittleEndian(stored) != checksum)
            throw Damaged("its checksum is wrong");
    }

    T[] Append<T>(int count)
        where T : unmanaged
    {
        var values = new T[count];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        stream.ReadExactly(bytes);
        checksum = Crc32C.Append(checksum, bytes);
        LittleEndian.ToMachine<T>(values);
        return values;
    }

    static NetworkSpec Spec(byte[] content)
    {
        var fields = new PackedNetworkFileFields(content);
        var (channels, height, width, classes, notation) = (fields.Int(), fields.Int(), fields.Int(), fields.Int(), fields.Text());
        fields.End();
        return NetworkSpec.Parse(notation, new MapShape(channels, height, width), classes);
    }

    static InputEncoding Encoding(byte[] content, MapShape input)
    {
        var fields = new PackedNetworkFileFields(content);
        var (zeroPoint, count) = (fields.Byte(), fields.Int());
        var encoding = new InputEncoding(fields.Floats(count), fields.Floats(count), zeroPoint);
        fields.End();
        encoding.CheckFits(input);
        return encoding;
    }

    static SortedDictionary<string, string> Metadata(byte[] content)
    {
        var fields = new PackedNetworkFileFields(content);
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var last = "";
        for (var left = fields.Int(); left > 0; left--)
        {
            var key = fields.Text();
            if (metadata.Count > 0 && string.CompareOrdinal(key, last) <= 0)
                throw new FormatException($"entry \"{key}\" stands after \"{last}\"");
            metadata.Add(last = key, fields.Text());
        }

        fields.End();
        return metadata;
    }

    InvalidDataException Foreign(string why) => new($"{name}: {why}, so it is not a .bnn file. Give a file that bnnml train or PackedNetworkFile.Write made.");

    InvalidDataException Damaged(string what, Exception? cause = null) =>
        new($"{name}: {place}: {what.TrimEnd('.')}. The file is damaged: copy or export it again.", cause);

    /// <summary>What the file's own texts brought into a message is not to break its line, nor to fill the screen; the name of our parameter says nothing to a reader.</summary>
    static string OneLine(string message)
    {
        var parameter = message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        var text = message.AsSpan(0, Math.Min(300, parameter < 0 ? message.Length : parameter));
        return string.Create(text.Length, text, static (line, from) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(from[i]) ? '\uFFFD' : from[i];
        });
    }
}
