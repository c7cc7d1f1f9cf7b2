using BnnMl.Engine.Tests.Kernels;

namespace BnnMl.Engine.Tests.Training;

[Trait("Category", "Kernels")]
public unsafe class BitProductsTests
{
    public static TheoryData<string> Kernels => [.. KernelSelector.Available];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Products_are_those_of_the_signs(string kernel)
    {
        foreach (var (bits, rows, units) in ((int, int, int)[])[(1, 1, 16), (63, 5, 16), (64, 3, 32), (65, 2, 48), (1985, 2, 16), (5000, 3, 16)])
        {
            var (words, random) = (BitPack.Words(bits), new Random(bits));
            ulong[] patches = [.. Enumerable.Range(0, rows).SelectMany(_ => RandomBits.Of(random, bits))];
            ulong[] weights = [.. Enumerable.Range(0, units).SelectMany(_ => RandomBits.Of(random, bits))];
            var lanes = new ulong[weights.Length];
            WeightLanes.Fill(weights, units, words, lanes);
            var z = Canaries.Around(new float[rows * units], 0.5f, memory =>
            {
                fixed (float* target = memory.Span)
                    BitProducts.Multiply(KernelSelector.Resolve(kernel).Set, patches, lanes, words, bits, target);
            });
            for (var i = 0; i < z.Length; i++)
                Assert.Equal(ReferenceBits.Dot(patches.AsSpan(i / units * words, words), weights.AsSpan(i % units * words, words), bits), z[i]);
        }
    }
}
