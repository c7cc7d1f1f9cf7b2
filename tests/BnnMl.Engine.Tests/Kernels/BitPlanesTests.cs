namespace BnnMl.Engine.Tests.Kernels;

[Trait("Category", "Kernels")]
public class BitPlanesTests
{
    [Fact]
    public void Planes_hold_the_bits_of_every_byte_and_zeros_behind_them()
    {
        var random = new Random(5);
        foreach (var length in Enumerable.Range(1, 257).Append(784))
        {
            var values = new byte[length];
            random.NextBytes(values);
            var words = BitPack.Words(length);
            var planes = Enumerable.Repeat(ulong.MaxValue, 8 * words).ToArray();
            BitPlanes.Split(values, planes);
            for (var plane = 0; plane < 8; plane++)
                for (var i = 0; i < words * 64; i++)
                    if (BitPack.Get(planes.AsSpan(plane * words), i) != (i < length && ((values[i] >> plane) & 1) != 0))
                        Assert.Fail($"{length} bytes, plane {plane}, byte {i}");
        }
    }

    [Fact]
    public void Weighing_adds_counts_times_their_powers_of_two_for_every_number_of_units()
    {
        var random = new Random(6);
        for (var units = 1; units <= 40; units++)
        {
            var counts = Enumerable.Range(0, 8 * units).Select(_ => random.Next(16_448)).ToArray();
            var expected = Enumerable.Range(0, units).Select(unit => Enumerable.Range(0, 8).Sum(plane => counts[(plane * units) + unit] << plane)).ToArray();
            Assert.Equal(expected, BitPlanes.Weigh(counts).ToArray());
        }
    }
}
