namespace BnnMl.Engine.Tests.Data;

public class InputEncodingTests
{
    [Theory]
    [InlineData(0.5f, 0)]
    [InlineData(1.5f, 2)]
    [InlineData(2.5f, 2)]
    [InlineData(2.500001f, 3)]
    [InlineData(254.5f, 254)]
    [InlineData(255.5f, 255)]
    [InlineData(-0.5f, 0)]
    [InlineData(-1000f, 0)]
    [InlineData(1e30f, 255)]
    public void Halves_round_to_even_and_what_is_outside_is_clamped(float value, byte encoded) =>
        Assert.Equal(encoded, InputEncoding.Pixels.Encode(value, 0));

    [Fact]
    public void Each_feature_has_its_own_offset_and_scale()
    {
        var encoding = new InputEncoding([-1f, 10f], [0.5f, 2f], 128);
        Assert.Equal((4, 3), (encoding.Encode(1, 0), encoding.Encode(16, 1)));
        Assert.Equal(128, encoding.ZeroPoint);
    }

    [Fact]
    public void A_sample_goes_from_channels_first_to_channels_last()
    {
        // 2 channels of 2×3: 0…5 and 10…15
        float[] values = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15];
        var encoded = new byte[12];
        InputEncoding.Pixels.Encode(values, new MapShape(2, 2, 3), encoded);
        Assert.Equal([0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15], encoded);
    }

    [Fact]
    public void Images_of_whole_numbers_are_pixels_and_other_data_take_their_ranges()
    {
        string[] names = ["a", "b"];
        Assert.Equal(InputEncoding.Pixels, InputEncoding.Fit(new Dataset(new(1, 1, 2), [0, 255, 3, 4], [0, 1], names)));
        var table = InputEncoding.Fit(new Dataset(MapShape.Features(2), [0, 255, 51, 255], [0, 1], names));
        Assert.Equal([0f, 255f], table.Offsets.ToArray());
        Assert.Equal([0.2f, 1f], table.Scales.ToArray()); // the constant feature encodes to 0
        Assert.Equal((255, 0), (table.Encode(51, 0), table.Encode(255, 1)));
        Assert.NotEqual(InputEncoding.Pixels, InputEncoding.Fit(new Dataset(new(1, 1, 2), [0, 255.5f, 3, 4], [0, 1], names)));
        Assert.NotEqual(InputEncoding.Pixels, InputEncoding.Fit(new Dataset(new(1, 1, 2), [0, -1, 3, 4], [0, 1], names)));
    }

    [Fact]
    public void Parameters_that_cannot_encode_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new InputEncoding([], [], 0));
        Assert.Throws<ArgumentException>(() => new InputEncoding([0f, 0f], [1f], 0));
        Assert.Throws<ArgumentException>(() => new InputEncoding([float.NaN], [1f], 0));
        Assert.Throws<ArgumentException>(() => new InputEncoding([0f], [0f], 0));
        Assert.Throws<ArgumentException>(() => new InputEncoding([0f], [-1f], 0));
        Assert.Throws<ArgumentException>(() => new InputEncoding([0f], [float.NaN], 0));
        Assert.Throws<ArgumentException>(() => new InputEncoding([0f, 0f], [1f, 1f], 0).CheckFits(MapShape.Features(3)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Whole_samples_are_encoded_as_their_values_are_one_by_one(int channels)
    {
        var (random, shape) = (new Random(7), new MapShape(channels, 5, 9));
        float[] values = [.. Enumerable.Range(0, shape.Length).Select(i => i % 11 == 0 ? i + 0.5f : (float)((random.NextDouble() * 600) - 200)), float.MaxValue];
        values[3] = float.MinValue;
        float[] scales = [.. Enumerable.Range(0, shape.Length).Select(_ => (float)(random.NextDouble() + 0.1))];
        foreach (var encoding in new[] { InputEncoding.Pixels, new InputEncoding(values.AsSpan(1, shape.Length), scales, 128) })
        {
            var encoded = new byte[shape.Length];
            encoding.Encode(values.AsSpan(0, shape.Length), shape, encoded);
            for (var i = 0; i < shape.Length; i++)
                Assert.Equal(encoding.Encode(values[i], i), encoded[(i % shape.Area * channels) + (i / shape.Area)]);
        }
    }

    [Fact]
    public void Encoding_ends_when_it_is_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => InputEncoding.Pixels.Encode(new Dataset(MapShape.Features(1), [1, 2], [0, 1], ["a", "b"]), new CancellationToken(true)));
}
