using System.Buffers.Binary;

namespace BnnMl.Engine.Tests.Packing;

public sealed class PackedNetworkFileTests : IDisposable
{
    static readonly PackedNetwork Network = RandomNetwork.Of("C7-D58-MP2-C9k1-FC130", new MapShape(3, 9, 8), 5, seed: 1)
        .With(metadata: new Dictionary<string, string> { ["loss"] = "mhl:128", ["classes"] = "a, ä, 日本, 🦆", ["empty"] = "" });

    readonly TemporaryFolder temporary = new();

    string Folder => temporary.Path;

    public void Dispose() => temporary.Dispose();

    public static TheoryData<PackedNetwork> Networks { get; } =
    [
        Network,
        RandomNetwork.Of("", MapShape.Features(65), 2, seed: 2),
        RandomNetwork.Of(NetworkSpec.Parse("FC64-FC1", MapShape.Features(3), 3), 3, new InputEncoding([-1f, 0.5f, 1e30f], [0.1f, 3f, 1e-30f], 128)),
        RandomNetwork.Of("C64v-C65-MP2", new MapShape(1, 7, 7), 10, seed: 4),
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void What_is_written_is_read(PackedNetwork network)
    {
        var path = Path.Combine(Folder, "m.bnn");
        PackedNetworkFile.Write(network, path);
        AssertSame(network, PackedNetworkFile.Read(path));
        AssertSame(network, PackedNetworkFile.Read(new Forward(new MemoryStream(File.ReadAllBytes(path)))));
    }

    [Fact]
    public void Thresholds_beyond_the_possible_as_bit_errors_leave_them_are_kept()
    {
        var read = BitFlips.Apply(Network, BitErrorModel.Symmetric(0.5) with { Targets = FlipTargets.Thresholds }, new Chip(1));
        AssertSame(read, BnnBytes.Read(BnnBytes.Of(read)));
    }

    [Fact]
    public void The_same_network_is_the_same_bytes_whatever_the_order_of_its_metadata()
    {
        var reversed = Network.With(metadata: Network.Metadata.Reverse().ToDictionary());
        Assert.Equal(BnnBytes.Of(Network), BnnBytes.Of(reversed));
    }

    [Fact]
    public void Every_byte_counts()
    {
        var bytes = BnnBytes.Of(RandomNetwork.Of("FC3", MapShape.Features(9), 2, seed: 6));
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.Throws<InvalidDataException>(() => BnnBytes.Read(bytes));
            bytes[i] ^= 1;
        }

        Assert.Equal(2, BnnBytes.Read(bytes).Spec.Classes);
    }

    [Fact]
    public void A_file_cut_anywhere_is_called_truncated_or_no_bnn_file()
    {
        var bytes = BnnBytes.Of(Network);
        for (var length = 0; length < bytes.Length; length += length < 200 ? 1 : 97)
            Assert.Matches("^m\\.bnn: .*(not a \\.bnn file|truncated).*\\.$", Assert.Throws<InvalidDataException>(() => BnnBytes.Read(bytes[..length])).Message);
    }

    [Fact]
    public void What_follows_the_network_is_refused() =>
        AssertRefused([.. BnnBytes.Of(Network), 0], "the network ends after");

    [Fact]
    public void Another_format_is_named_as_such() =>
        AssertRefused("PK\u0003\u0004 and so on, long enough for a header"u8.ToArray(), "does not begin as one, so it is not a .bnn file");

    [Fact]
    public void A_newer_version_asks_for_a_newer_program()
    {
        var bytes = BnnBytes.Of(Network);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), PackedNetworkFile.Version + 1);
        AssertRefused(bytes, "version 2, but this program reads up to 1. Update the program.");
    }

    [Fact]
    public void A_damaged_layer_is_named_with_its_place()
    {
        var bytes = BnnBytes.Of(Network);
        var layer = BnnBytes.Sections(bytes).ElementAt(4).Start; // SPEC, ENCD, META, conv1, conv2
        bytes[layer + 100] ^= 0x10;
        AssertRefused(bytes, $"section LAYR of conv2 at byte {layer}: its checksum is wrong. The file is damaged: copy or export it again.");
    }

    [Fact]
    public void A_spec_that_calls_for_more_than_the_file_holds_is_refused_before_it_is_allocated()
    {
        var tiny = BnnBytes.Of(RandomNetwork.Of("FC9999", MapShape.Features(1), 2, seed: 1));
        BinaryPrimitives.WriteInt32LittleEndian(tiny.AsSpan(36), 16000); // channels: 16,000 inputs × 9,999 units
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(BnnBytes.Sealed(tiny), "the layers of \"FC9999\" need 20");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("C64-C65536k9", "\"C65536k9\" in network \"C64-C65536k9\" has a kernel of 9x9: write k1, k3 or k5. The file")]
    [InlineData("FC0", "has 0 units")]
    [InlineData("MP2", "max-pooling needs a convolution")]
    [InlineData("C8\u0000\n", "is not a layer")]
    public void A_spec_that_cannot_be_is_refused_with_its_reason(string notation, string reason)
    {
        var bytes = BnnBytes.Of(RandomNetwork.Of("FC3", MapShape.Features(9), 2, seed: 6));
        byte[] text = System.Text.Encoding.UTF8.GetBytes(notation);
        byte[] changed = [.. bytes[..(24 + 12 + 16)], .. BitConverter.GetBytes(text.Length), .. text, .. bytes[(24 + 12 + 16 + 4 + 3)..]];
        BinaryPrimitives.WriteInt64LittleEndian(changed.AsSpan(28), 20 + text.Length);
        AssertRefused(BnnBytes.Sealed(changed), reason);
    }

    [Fact]
    public void Metadata_beyond_a_mebibyte_are_refused_and_leave_no_file()
    {
        var path = Path.Combine(Folder, "m.bnn");
        var error = Assert.Throws<ArgumentException>(() => PackedNetworkFile.Write(Network.With(metadata: new Dictionary<string, string> { ["a"] = new('x', 1 << 20) }), path));
        Assert.Contains("Shorten them", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = Path.Combine(Folder, "none.bnn");
        Assert.StartsWith(path, Assert.Throws<FileNotFoundException>(() => PackedNetworkFile.Read(path)).Message, StringComparison.Ordinal);
        Assert.StartsWith(Folder, Assert.ThrowsAny<IOException>(() => PackedNetworkFile.Read(Folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xE3069283u)] // the polynomial's published check value
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 0x8A9136AAu)] // RFC 3720, B.4
    public void The_checksum_is_crc_32c(string text, uint checksum)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(text);
        Assert.Equal(checksum, Crc32C.Append(Crc32C.Empty, bytes));
        Assert.Equal(checksum, Crc32C.Append(Crc32C.Append(Crc32C.Empty, bytes.AsSpan(0, bytes.Length / 3)), bytes.AsSpan(bytes.Length / 3)));
    }

    static void AssertRefused(byte[] bytes, string reason)
    {
        var message = Assert.Throws<InvalidDataException>(() => BnnBytes.Read(bytes)).Message;
        Assert.StartsWith("m.bnn: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    static void AssertSame(PackedNetwork expected, PackedNetwork actual)
    {
        Assert.Equal(expected.Spec, actual.Spec);
        Assert.Equal(expected.Encoding, actual.Encoding);
        Assert.Equal(expected.Metadata, actual.Metadata);
        Assert.Equal(expected.OutputScales.ToArray(), actual.OutputScales.ToArray());
        Assert.Equal(expected.OutputBiases.ToArray(), actual.OutputBiases.ToArray());
        foreach (var (a, b) in expected.Layers.Zip(actual.Layers))
        {
            Assert.Equal(a.Weights.ToArray(), b.Weights.ToArray());
            Assert.Equal(a.Thresholds.ToArray(), b.Thresholds.ToArray());
        }
    }

    /// <summary>A stream that can't seek, as from a pipe.</summary>
    sealed class Forward(Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 7));
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
