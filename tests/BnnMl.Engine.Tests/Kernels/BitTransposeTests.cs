namespace BnnMl.Engine.Tests.Kernels;

[Trait("Category", "Kernels")]
public class BitTransposeTests
{
    [Fact]
    public void Bit_j_of_word_i_becomes_bit_i_of_word_j()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 64).Select(_ => (ulong)random.NextInt64() ^ ((ulong)random.NextInt64() << 1)).ToArray();
        var turned = rows.ToArray();
        BitTranspose.Square(turned);
        for (var i = 0; i < 64; i++)
            for (var j = 0; j < 64; j++)
                Assert.Equal((rows[i] >> j) & 1, (turned[j] >> i) & 1);
    }

    [Fact]
    public void Byte_j_of_word_i_becomes_byte_i_of_word_j()
    {
        var rows = Enumerable.Range(0, 8).Select(i => BitConverter.ToUInt64([.. Enumerable.Range(0, 8).Select(j => (byte)((i * 8) + j + 128))])).ToArray();
        var turned = rows.ToArray();
        BitTranspose.Bytes(ref turned[0], ref turned[1], ref turned[2], ref turned[3], ref turned[4], ref turned[5], ref turned[6], ref turned[7]);
        for (var i = 0; i < 8; i++)
            for (var j = 0; j < 8; j++)
                Assert.Equal((byte)(rows[i] >> (8 * j)), (byte)(turned[j] >> (8 * i)));
    }
}
