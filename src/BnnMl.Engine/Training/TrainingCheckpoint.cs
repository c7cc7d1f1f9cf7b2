using System.Text;

namespace BnnMl;

/// <summary>
/// The whole state of a training in a file: magic, version, length of what follows, the training's identity, state and what the trainee holds, CRC-32C. A training that reads
/// its own checkpoint goes on to the same bits. Little-endian, as its buffers are; on other machines refused.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="identity">Everything that decides the result: another training's checkpoint is refused by it.</param>
/// <param name="spec">The architecture.</param>
/// <param name="trainee">Whose state is kept.</param>
/// <param name="state">Where the training stands.</param>
sealed class TrainingCheckpoint(string path, string identity, NetworkSpec spec, ITrainee trainee, TrainingState state)
{
    const ulong Magic = 0x0A31_5450_4B4E_4E42; // "BNNKPT1\n"
    const int Version = 6; // 6: moments of 16 bits
    const int Header = sizeof(ulong) + sizeof(int) + sizeof(long);

    /// <summary>Writes the file whole or not at all.</summary>
    internal void Save()
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(identity);
            state.Write(writer);
            trainee.Save(writer);
        }

        var body = memory.GetBuffer().AsMemory(0, (int)memory.Length);
        AtomicFile.Write(path, stream =>
        {
            using var file = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            file.Write(Magic);
            file.Write(Version);
            file.Write((long)body.Length);
            file.Write(body.Span);
            file.Write(Crc32C.Append(Crc32C.Empty, body.Span));
        });
    }

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
        using var reader = new BinaryReader(new MemoryStream(bytes, Header, body.Length), Encoding.UTF8);
        if (reader.ReadString() is var found && found != identity)
            throw Refused($"belongs to another training ({found}), not to this one ({identity})");
        state.Read(reader, spec);
        trainee.Restore(reader);
        return true;
    }

    InvalidDataException Refused(string why) => new($"{path}: {why}. Delete the file to begin anew, or give another checkpoint path.");
}
