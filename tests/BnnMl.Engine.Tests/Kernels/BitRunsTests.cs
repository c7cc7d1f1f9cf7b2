namespace BnnMl.Engine.Tests.Kernels;

public class BitRunsTests
{
    [Fact]
    public void A_copy_moves_exactly_the_bits_asked_for_at_every_offset()
    {
        var random = new Random(4);
        foreach (var count in Enumerable.Range(1, 130).Append(192).Append(257))
            foreach (var (from, to) in new[] { (0, 0), (0, 63), (63, 0), (1, 64), (64, 128), (17, 40), (random.Next(128), random.Next(128)) })
            {
                var source = RandomBits.Of(random, 450);
                var target = RandomBits.Of(random, 450);
                var expected = Enumerable.Range(0, 450).Select(i => i >= to && i < to + count ? BitPack.Get(source, from + i - to) : BitPack.Get(target, i)).ToArray();
                BitRuns.Copy(source, from, target, to, count);
                Assert.True(Enumerable.Range(0, 450).All(i => BitPack.Get(target, i) == expected[i]), $"{count} bits from {from} to {to}");
            }
    }

    [Fact]
    public void A_run_that_ends_with_a_word_does_not_reach_into_the_next()
    {
        Assert.Equal(ulong.MaxValue, BitRuns.Read([ulong.MaxValue], 0, 64));
        Assert.Equal(1UL, BitRuns.Read([1UL << 63], 63, 1));
        var words = new ulong[1];
        BitRuns.Write(words, 32, 32, uint.MaxValue);
        Assert.Equal(0xFFFFFFFF00000000, words[0]);
    }
}
