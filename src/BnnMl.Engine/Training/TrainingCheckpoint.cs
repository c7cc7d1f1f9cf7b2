using System.Runtime.InteropServices;
using System.Text;

namespace BnnMl;

/// <summary>
/// The whole state of a training in a file: magic, version, length of what follows, the training's identity, state and buffers, CRC-32C. A training that reads its
/// own checkpoint goes on to the same bits. Little-endian, as its buffers are; on other machines refused.
/// </summary>
sealed class TrainingCheckpoint
{
    const ulong Magic = 0x0A31_5450_4B4E_4E42; // "BNNKPT1\n"
    const int Version = 2;
    const int Header = sizeof(ulong) + sizeof(int) + sizeof(long);

    readonly string path;
    readonly string identity;
    readonly TrainingNetwork network;
    readonly TrainingState state;

    /// <param name="path">The file.</param>
    /// <param name="identity">Everything that decides the result: another training's checkpoint is refused by it.</param>
    /// <param name="network">Whose buffers are kept.</param>
    /// <param name="state">Where the training stands.</param>
    internal TrainingCheckpoint(string path, string identity, TrainingNetwork network, TrainingState state) =>
        (this.path, this.identity, this.network, this.state) = (path, identity, network, state);

    /// <summary>Writes the file whole or not at all.</summary>
    internal void Save() => AtomicFile.Write(path, stream =>
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(identity);
            state.Write(writer);
        }

        var (head, checksum, length) = (memory.ToArray(), Crc32C.Empty, memory.Length);
        foreach (var buffer in Buffers())
            length += MemoryMarshal.AsBytes(buffer.Span).Length;
        using var file = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        file.Write(Magic);
        file.Write(Version);
        file.Write(length);
        file.Write(head);
        checksum = Crc32C.Append(checksum, head);
        foreach (var buffer in Buffers())
        {
            var bytes = MemoryMarshal.AsBytes(buffer.Span);
            file.Write(bytes);
            checksum = Crc32C.Append(checksum, bytes);
        }

        file.Write(checksum);
    });

    /// <summary>Reads the file if there is one.</summary>
    /// <returns>False where there is none.</returns>
    /// <exception cref="InvalidDataException">Damaged, of another version, or of another training.</exception>
    internal bool TryLoad()
    {
        if (!File.Exists(path))
            return false;
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < Header + sizeof(uint) || BitConverter.ToUInt64(bytes, 0) != Magic)
            throw Refused("is not a training checkpoint");
        if (BitConverter.ToInt32(bytes, sizeof(ulong)) is var version && version != Version)
            throw Refused($"has version {version}, but this program reads {Version}");
        var body = bytes.AsSpan(Header, bytes.Length - Header - sizeof(uint));
        if (BitConverter.ToInt64(bytes, sizeof(ulong) + sizeof(int)) != body.Length || Crc32C.Append(Crc32C.Empty, body) != BitConverter.ToUInt32(bytes, bytes.Length - sizeof(uint)))
            throw Refused("is damaged: its length or checksum does not fit");
        Restore(body);
        return true;
    }

    void Restore(ReadOnlySpan<byte> body)
    {
        using var reader = new BinaryReader(new MemoryStream(body.ToArray()), Encoding.UTF8);
        var found = reader.ReadString();
        if (found != identity)
            throw Refused($"belongs to another training ({found}), not to this one ({identity})");
        state.Read(reader);
        var rest = body[(int)reader.BaseStream.Position..];
        foreach (var buffer in Buffers())
        {
            var bytes = MemoryMarshal.AsBytes(buffer.Span);
            rest[..bytes.Length].CopyTo(bytes);
            rest = rest[bytes.Length..];
        }

        network.PackBits();
    }

    InvalidDataException Refused(string why) => new($"{path}: {why}. Delete the file to begin anew, or give another checkpoint path.");

    IEnumerable<AlignedBuffer<float>> Buffers() => network.Layers
        .SelectMany(layer => (AlignedBuffer<float>[])[layer.Weights, layer.Moment1, layer.Moment2, layer.Shift, layer.Shift1, layer.Shift2]).Append(network.Output.Theta);
}
