namespace BnnMl.Engine.Tests.Training;

[Trait("Category", "Kernels")]
public unsafe class FixedPointTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(256)]
    [InlineData(FixedPoint.MaxDepth)]
    public void No_signed_sum_leaves_16_bits_and_every_number_is_off_by_half_a_unit_at_most(int count)
    {
        var random = new Random(count);
        AlignedBuffer<float> values = new(count * 64), units = new(64);
        AlignedBuffer<short> numbers = new(count * 64);
        for (var i = 0; i < count * 64; i++) // lanes of zeros, of equal magnitudes (the worst for the sum), of one large and many small, of any, of tiny and of huge ones
            values.Pointer[i] = (i % 64) switch { 0 => 0, 1 => 1, 2 => i < 64 ? 1000 : 0.001f, < 32 => random.NextSingle() - 0.5f, < 48 => 1e-36f * random.NextSingle(), _ => 1e30f * (random.NextSingle() - 0.5f) };
        FixedPoint.AddMagnitudes(values.Pointer, 64, count, 64, units.Pointer);
        FixedPoint.Units(units.Pointer, 64, count);
        FixedPoint.Round(values.Pointer, 64, count, units.Pointer, numbers.Pointer);
        for (var lane = 0; lane < 64; lane++)
        {
            var sum = 0;
            for (var d = 0; d < count; d++)
            {
                var (value, number) = ((double)values.Pointer[(d * 64) + lane], numbers.Pointer[(d * 64) + lane]);
                sum += Math.Abs((int)number);
                Assert.InRange(Math.Abs((value / units.Pointer[lane]) - number), 0, 0.51);
            }

            Assert.InRange(sum, 0, short.MaxValue);
        }
    }

    [Fact]
    public void What_is_not_finite_stays_so()
    {
        foreach (var bad in (float[])[float.NaN, float.PositiveInfinity])
        {
            AlignedBuffer<float> values = new(3 * 64), units = new(64), results = new(64);
            AlignedBuffer<short> sums = new(64);
            values.Span.Fill(1);
            values.Pointer[64] = bad;
            FixedPoint.AddMagnitudes(values.Pointer, 64, 3, 64, units.Pointer);
            FixedPoint.Units(units.Pointer, 64, 3);
            FixedPoint.Values(sums.Pointer, 1, units.Pointer, results.Pointer, add: false);
            Assert.True(float.IsNaN(results.Pointer[0]) && results.Pointer[1] == 0);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 16)]
    [InlineData(7, 35)]
    [InlineData(19, 16)]
    [InlineData(64, 33)]
    public void Turned_matrices(int rows, int columns)
    {
        AlignedBuffer<float> source = new(rows * 40), target = new(columns * 70);
        AlignedBuffer<short> numbers = new((rows + 3) * 70);
        for (var i = 0; i < source.Length; i++)
            source.Pointer[i] = i;
        target.Span.Fill(-1);
        Turned.Floats(source.Pointer, 40, rows, columns, target.Pointer, 70);
        for (var c = 0; c < columns; c++)
            for (var r = 0; r < 70; r++)
                Assert.Equal(r < rows ? (r * 40) + c : -1, target.Pointer[(c * 70) + r]);
        for (var i = 0; i < numbers.Length; i++)
            numbers.Pointer[i] = (short)((i * 7) - 9000);
        for (var time = 0; time < 2; time++)
            Turned.Numbers(numbers.Pointer, 70, rows, columns, 0.5f, target.Pointer, 70, add: time > 0);
        for (var c = 0; c < columns; c++)
            for (var r = 0; r < 70; r++)
                Assert.Equal(r < rows ? numbers.Pointer[(r * 70) + c] : -1, target.Pointer[(c * 70) + r]);
    }
}
