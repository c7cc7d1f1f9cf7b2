using System.Runtime.Intrinsics.X86;

namespace BnnMl.Engine.Tests.Randomness;

[Trait("Category", "Kernels")]
public class AddressedRandomTests
{
    delegate void Filler(ulong key, ulong address, ulong rate, Span<ulong> events);

    static IEnumerable<Filler> Available()
    {
        yield return AddressedRandom.Fill;
        yield return AddressedRandom.FillScalar;
        yield return AddressedRandom.FillVector256;
        if (Avx512DQ.IsSupported)
            yield return AddressedRandom.FillAvx512;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-9)]
    [InlineData(0.001)]
    [InlineData(0.1f)]
    [InlineData(0.5)]
    [InlineData(0.9999999)]
    [InlineData(1)]
    public void Every_bulk_form_equals_the_scalar_for_every_length_and_keeps_off_its_neighbours(double probability)
    {
        const ulong Canary = 0xDEADBEEFDEADBEEF;
        var rate = AddressedRandom.Rate(probability);
        var (key, address) = (AddressedRandom.Key(5, 3), (7UL << 26) + 1000);
        var expected = Enumerable.Range(0, 257).Select(i => AddressedRandom.Events(key, address + (ulong)i, rate)).ToArray();
        foreach (var fill in Available())
            for (var length = 0; length <= 257; length++)
            {
                var buffer = new ulong[length + 2];
                Array.Fill(buffer, Canary);
                fill(key, address, rate, buffer.AsSpan(1, length));
                Assert.Equal(Canary, buffer[0]);
                Assert.Equal(Canary, buffer[^1]);
                Assert.True(buffer.AsSpan(1, length).SequenceEqual(expected.AsSpan(0, length)), $"{fill.Method.Name}, {length} words at {probability}");
            }
    }

    [Fact]
    public void Bulk_forms_wrap_around_at_the_highest_address_as_the_scalar_does()
    {
        var rate = AddressedRandom.Rate(0.3);
        foreach (var fill in Available())
        {
            var events = new ulong[21];
            fill(ulong.MaxValue, ulong.MaxValue - 9, rate, events);
            for (var i = 0; i < events.Length; i++)
                Assert.Equal(AddressedRandom.Events(ulong.MaxValue, unchecked(ulong.MaxValue - 9 + (ulong)i), rate), events[i]);
        }
    }

    [Fact]
    public void Events_happen_iff_the_uniform_number_of_32_bit_planes_is_below_the_rate()
    {
        foreach (var rate in new ulong[] { 0, 1, 12345, 429496730, 1UL << 31, (1UL << 32) - 1, 1UL << 32 })
            for (var address = 0UL; address < 50; address++)
            {
                var planes = Enumerable.Range(0, 32).Select(i => AddressedRandom.Word(9, (address * 32) + (ulong)i)).ToArray();
                var events = AddressedRandom.Events(9, address, rate);
                for (var bit = 0; bit < 64; bit++)
                {
                    var u = planes.Aggregate(0UL, (high, plane) => (high << 1) | ((plane >> bit) & 1));
                    Assert.Equal(u < rate, ((events >> bit) & 1) != 0);
                }
            }
    }

    [Theory]
    [InlineData(0, 0UL)]
    [InlineData(1, 1UL << 32)]
    [InlineData(0.5, 1UL << 31)]
    [InlineData(1e-9, 4UL)]
    [InlineData(0.1, 429496736UL)] // of 0.1f = 13421773 / 2^27
    public void A_rate_is_the_probability_as_a_float_in_steps_of_two_to_the_minus_32(double probability, ulong rate) =>
        Assert.Equal(rate, AddressedRandom.Rate(probability));
}
