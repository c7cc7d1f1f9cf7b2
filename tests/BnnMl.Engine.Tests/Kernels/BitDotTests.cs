namespace BnnMl.Engine.Tests.Kernels;

[Trait("Category", "Kernels")]
public class BitDotTests
{
    const int Units = 11; // one whole group and one with five missing units
    const ulong Canary = 0xDEADBEEFCAFEF00D;

    /// <summary>Every length from 1 to 257 bits, then whole blocks of eight words and every remainder, and more than the 31 · 8 words that a byte can count.</summary>
    static IEnumerable<int> Lengths => Enumerable.Range(1, 257).Concat([320, 384, 448, 511, 512, 513, 576, 577, 640, 1000, 1024, 1088, 3136, 15_873, 15_936, 16_384, 17_000, 32_833]);

    public static TheoryData<string> Kernels => [.. KernelSelector.Available];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_counts_the_differing_bits_of_every_length(string kernel)
    {
        var random = new Random(1);
        foreach (var bits in Lengths)
        {
            var (weights, patches) = Operands(random, bits, positions: 3);
            var counts = Count(kernel, weights, patches, BitPack.Words(bits));
            for (var position = 0; position < 3; position++)
                for (var unit = 0; unit < Units; unit++)
                    Assert.True(counts[(position * 16) + unit] == Differing(weights, unit, patches, position, bits), $"{kernel}, {bits} bits, position {position}, unit {unit}");
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_unit_emits_1_exactly_where_z_is_at_least_T_and_no_other_byte_is_written(string kernel)
    {
        var random = new Random(2);
        foreach (var bits in Lengths)
        {
            var (weights, patches) = Operands(random, bits, positions: 5);
            int Z(int unit, int position) => bits - (2 * Differing(weights, unit, patches, position, bits));
            int[] thresholds = [Z(0, 2), Z(1, 2) + 1, Z(2, 2) - 1, Z(3, 2) + 2, Z(4, 2) - 2, -bits, bits + 1, Z(7, 0), Z(8, 4) + 1, bits, Z(10, 1)];
            var reached = Threshold(kernel, weights, thresholds, patches, bits);
            for (var position = 0; position < 5; position++)
                for (var unit = 0; unit < 16; unit++)
                    Assert.True(BitAt(reached, position, unit) == (unit < Units && Z(unit, position) >= thresholds[unit]), $"{kernel}, {bits} bits, position {position}, unit {unit}");
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void All_bits_and_no_bits_differing_are_counted(string kernel)
    {
        foreach (var bits in Lengths)
        {
            var ones = new ulong[BitPack.Words(bits)];
            Array.Fill(ones, ulong.MaxValue);
            ones[^1] = BitPack.LastWordMask(bits);
            var weights = new ulong[Units * ones.Length];
            for (var unit = 0; unit < Units; unit += 2)
                ones.CopyTo(weights, unit * ones.Length);
            var counts = Count(kernel, weights, ones, ones.Length);
            Assert.True(Enumerable.Range(0, Units).All(unit => counts[unit] == (unit % 2 == 0 ? 0 : bits)), $"{kernel}, {bits} bits");
        }
    }

    [Fact]
    public void Lengths_that_do_not_belong_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BitDot.Count(InstructionSet.Scalar, new ulong[8], new ulong[3], 2, new int[8]));
        Assert.Throws<ArgumentException>(() => BitDot.Count(InstructionSet.Scalar, new ulong[8], new ulong[2], 1, new int[15]));
        Assert.Throws<ArgumentException>(() => BitDot.Threshold(InstructionSet.Scalar, new ulong[8], new long[8], new ulong[2], 1, new byte[1], 1));
    }

    static (ulong[] Weights, ulong[] Patches) Operands(Random random, int bits, int positions) =>
        ([.. Enumerable.Range(0, Units).SelectMany(_ => RandomBits.Of(random, bits))], [.. Enumerable.Range(0, positions).SelectMany(_ => RandomBits.Of(random, bits))]);

    /// <summary>By the definition.</summary>
    static int Differing(ulong[] weights, int unit, ulong[] patches, int position, int bits)
    {
        var words = BitPack.Words(bits);
        return (bits - ReferenceBits.Dot(weights.AsSpan(unit * words, words), patches.AsSpan(position * words, words), bits)) / 2;
    }

    static bool BitAt(byte[] reached, int position, int unit) => ((reached[(position * 3) + (unit / 8)] >> (unit % 8)) & 1) != 0;

    static int[] Count(string kernel, ulong[] weights, ulong[] patches, int words)
    {
        int[] counts = [];
        OnLanes(weights, patches, words, (lanes, guarded) =>
            counts = Canaries.Around(new int[patches.Length / words * 16], -7, result => BitDot.Count(KernelSelector.Resolve(kernel).Set, lanes.Span, guarded.Span, words, result.Span)));
        return counts;
    }

    /// <summary>Three bytes per position, of which the last is nobody's.</summary>
    static byte[] Threshold(string kernel, ulong[] weights, int[] thresholds, ulong[] patches, int bits)
    {
        var (words, limits) = (BitPack.Words(bits), new long[16]);
        BitDot.Limits(bits, thresholds, limits);
        var before = Enumerable.Repeat((byte)0xA5, patches.Length / words * 3).ToArray();
        byte[] reached = [];
        OnLanes(weights, patches, words, (lanes, guarded) =>
            reached = Canaries.Around(before, (byte)0x5A, result => BitDot.Threshold(KernelSelector.Resolve(kernel).Set, lanes.Span, limits, guarded.Span, words, result.Span, stride: 3)));
        Assert.All(reached.Where((_, i) => i % 3 == 2), value => Assert.Equal(0xA5, value));
        return reached;
    }

    static void OnLanes(ulong[] weights, ulong[] patches, int words, Action<Memory<ulong>, Memory<ulong>> use)
    {
        var lanes = new ulong[16 * words];
        WeightLanes.Fill(weights, Units, words, lanes);
        Canaries.Around(lanes, Canary, guardedLanes => Canaries.Around(patches, Canary, guardedPatches => use(guardedLanes, guardedPatches)));
    }
}
