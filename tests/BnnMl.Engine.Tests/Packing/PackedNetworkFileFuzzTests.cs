using System.Buffers.Binary;

namespace BnnMl.Engine.Tests.Packing;

/// <summary>Whatever the bytes: a network or one InvalidDataException, and no more memory than the bytes justify. Seeds are fixed, so a failure repeats.</summary>
public class PackedNetworkFileFuzzTests
{
    const long Allowance = 64 << 20;

    static readonly byte[][] Valid =
    [
        BnnBytes.Of(RandomNetwork.Of("C7-D9-MP2-C9k1-FC30", new MapShape(3, 9, 8), 5, seed: 1).With(metadata: new Dictionary<string, string> { ["a"] = "b", ["c"] = "d" })),
        BnnBytes.Of(RandomNetwork.Of(NetworkSpec.Parse("FC20-FC1", MapShape.Features(3), 3), 3, new InputEncoding([-1f, 0.5f, 1e30f], [0.1f, 3f, 1e-30f], 128))),
    ];

    [Fact]
    public void A_million_random_bytes_are_no_network()
    {
        var random = new Random(1);
        var total = 0;
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(0, 500)];
            random.NextBytes(bytes);
            if (i % 2 == 0) // past the first hurdle
                PackedNetworkFile.Magic[..Math.Min(8, bytes.Length)].CopyTo(bytes);
            if (i % 4 == 0 && bytes.Length > 12)
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), PackedNetworkFile.Version);
            Assert.False(Survives(i % 8 == 0 ? BnnBytes.Sealed(bytes) : bytes, $"random file {i}"));
            total += bytes.Length;
        }

        var large = new byte[1_000_000];
        random.NextBytes(large);
        Assert.False(Survives(large, "a million random bytes"));
        Assert.InRange(total, 400_000, 600_000);
    }

    [Fact]
    public void Ten_thousand_mutations_give_a_network_or_one_clear_error()
    {
        var read = 0;
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var bytes = Valid[seed % Valid.Length].ToArray();
            for (var left = random.Next(1, 4); left > 0; left--)
                bytes = Mutated(bytes, random);
            read += Survives(seed % 4 < 2 ? bytes : BnnBytes.Sealed(bytes), $"mutation {seed}") ? 1 : 0;
        }

        Assert.InRange(read, 100, 5000); // sealed changes of weights and scales are networks: the deeper checks are reached
    }

    static byte[] Mutated(byte[] bytes, Random random)
    {
        if (bytes.Length < 40)
            return bytes;
        var at = random.Next(bytes.Length);
        var sections = BnnBytes.Sections(bytes).ToArray();
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                return bytes[..at];
            case 2: // a stretch twice
                var length = random.Next(1, Math.Min(64, bytes.Length - at + 1));
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 3 when sections.Length > 0: // a section twice, missing or out of order
                var (start, content) = sections[random.Next(sections.Length)];
                var section = bytes[start..(start + content + PackedNetworkFile.SectionOverhead)];
                var other = sections[random.Next(sections.Length)].Start;
                return random.Next(2) == 0 ? [.. bytes[..other], .. section, .. bytes[other..]] : [.. bytes[..start], .. bytes[(start + section.Length)..]];
            case 4 when sections.Length > 0: // a length field
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sections[random.Next(sections.Length)].Start + 4), Extreme(random));
                return bytes;
            case 5: // any 32-bit field of the small sections: shape, classes, counts, lengths of texts
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(random.Next(8, Math.Min(bytes.Length - 3, 80))), (int)Extreme(random));
                return bytes;
            default:
                bytes[random.Next(Math.Min(bytes.Length, 120))] = (byte)random.Next(256);
                return bytes;
        }
    }

    static long Extreme(Random random) => random.Next(6) switch
    {
        0 => -1,
        1 => int.MaxValue,
        2 => long.MaxValue,
        3 => 1L << random.Next(63),
        4 => random.Next(70_000),
        _ => random.NextInt64(),
    };

    /// <returns>True if the bytes are a network.</returns>
    static bool Survives(byte[] bytes, string what)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            BnnBytes.Read(bytes);
            return true;
        }
        catch (InvalidDataException e)
        {
            Assert.True(e.Message.StartsWith("m.bnn: ", StringComparison.Ordinal) && !e.Message.Contains('\n', StringComparison.Ordinal), $"{what}: {e.Message}");
            return false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{what}, {bytes.Length} bytes: {e.GetType().Name}", e);
        }
        finally
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= Allowance + (4L * bytes.Length), $"{what}, {bytes.Length} bytes: {allocated} bytes allocated");
        }
    }
}
