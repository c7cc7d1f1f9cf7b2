namespace BnnMl.Engine.Tests.Training;

[Trait("Category", "Kernels")]
public unsafe class BitProductsTests
{
    [Theory]
    [InlineData(1, 1, 16)]
    [InlineData(63, 5, 16)]
    [InlineData(64, 3, 32)]
    [InlineData(65, 2, 48)]
    [InlineData(1985, 2, 16)] // 32 words: more than one run of byte counts
    [InlineData(5000, 3, 16)]
    public void Every_form_equals_the_scalar_products(int bits, int rows, int units)
    {
        var words = BitPack.Words(bits);
        var patches = Random(rows * words, words, bits, transposed: false);
        var weights = Random(units * words, units, bits, transposed: true);
        var expected = new AlignedBuffer<float>(rows * units);
        BitProducts.MultiplyScalar(patches.Pointer, rows, words, weights.Pointer, units, bits, expected.Pointer, units);
        var z = new AlignedBuffer<float>(rows * units);
        BitProducts.Multiply(patches.Pointer, rows, words, weights.Pointer, units, bits, z.Pointer, units);
        Assert.Equal(expected.Span, z.Span);
        if (!System.Runtime.Intrinsics.X86.Avx2.IsSupported)
            return;
        z.Span.Clear();
        BitProducts.MultiplyAvx2(patches.Pointer, rows, words, weights.Pointer, units, bits, z.Pointer, units);
        Assert.Equal(expected.Span, z.Span);
    }

    /// <summary>Random words whose unused bits are 0: in the last word of every row of <paramref name="pitch"/>, or in the last <paramref name="pitch"/> words.</summary>
    static AlignedBuffer<ulong> Random(int length, int pitch, int bits, bool transposed)
    {
        var (random, buffer) = (new Random(bits), new AlignedBuffer<ulong>(length));
        for (var i = 0; i < length; i++)
        {
            var last = transposed ? i >= length - pitch : i % pitch == pitch - 1;
            buffer.Pointer[i] = (ulong)random.NextInt64() * 3 & (last ? BitPack.LastWordMask(bits) : ulong.MaxValue);
        }

        return buffer;
    }
}
