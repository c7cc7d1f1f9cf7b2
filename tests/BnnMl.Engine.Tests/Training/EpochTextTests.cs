namespace BnnMl.Engine.Tests.Training;

public class EpochTextTests
{
    [Theory]
    [InlineData(60_000, 128, 2)]
    [InlineData(3_823, 128, 20)]
    [InlineData(200, 96, 7)]
    [InlineData(12_000, 700, 3)]
    [InlineData(100, 100, 4)]
    public void Every_epoch_ends_with_its_number(int samples, int batch, int epochs)
    {
        var perStep = (double)batch / samples;
        var steps = (long)Math.Round(epochs / perStep);
        var ends = Enumerable.Range(1, (int)steps).Where(step => step == steps || Math.Floor(step * perStep) > Math.Floor((step - 1) * perStep));
        Assert.Equal(Enumerable.Range(1, epochs).Select(epoch => $"{epoch}"), ends.Select(step => EpochText.Of(step * perStep, perStep)).Distinct());
    }

    [Theory]
    [InlineData(1.5, 0.01, "1.5")]
    [InlineData(0.2, 0.002, "0.2")]
    [InlineData(0.005, 0.002, "0.01")]
    [InlineData(8.249, 0.002, "8.25")]
    public void A_part_of_an_epoch_stays_one(double epochs, double perStep, string expected) => Assert.Equal(expected, EpochText.Of(epochs, perStep));
}
