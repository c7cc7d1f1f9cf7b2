namespace BnnMl.Engine.Tests.Inference;

[Trait("Category", "Kernels")]
public class BlockFormTests
{
    static readonly NetworkSpec Spec = NetworkSpec.Vgg3;

    [Theory]
    [InlineData(1, 0, 0)]      // by popcount
    [InlineData(15, 0, 0)]
    [InlineData(16, 2, 1)]     // the convolutions, whose positions fill the vector
    [InlineData(64, 2, 1)]
    [InlineData(65, 2, 2)]
    [InlineData(128, 2, 2)]
    [InlineData(129, 3, 4)]    // the dense layer too
    [InlineData(512, 3, 8)]
    [InlineData(60_000, 3, 8)]
    public void Layers_are_sliced_where_samples_or_positions_fill_vectors(int samples, int layers, int words) =>
        Assert.Equal((layers, words), Of(BatchMethod.Measured, samples));

    [Fact]
    public void The_rule_can_be_overridden()
    {
        Assert.Equal((0, 0), Of(BatchMethod.Popcount, 512));
        Assert.Equal((3, 1), Of(BatchMethod.Sliced, 1));
        Assert.Equal((0, 0), Form(NetworkSpec.Parse("", new MapShape(1, 4, 4), 3), BatchMethod.Sliced, 512)); // an output layer alone has nothing to slice
    }

    [Fact]
    public void Maps_of_large_images_are_narrower() =>
        Assert.Equal((2, 1), Form(NetworkSpec.Parse("C64-C64-MP2-FC10", new MapShape(3, 224, 224), 10), BatchMethod.Measured, 600));

    [Fact]
    public void What_is_too_large_for_64_samples_runs_by_popcount()
    {
        Assert.Equal((0, 0), Form(NetworkSpec.Parse("C1-MP2", new MapShape(1, 2048, 2048), 2), BatchMethod.Measured, 257));
        Assert.Equal((1, 1), Form(NetworkSpec.Parse("FC8", MapShape.Features(4), 1 << 16), BatchMethod.Sliced, 512)); // the scores of 128 samples would be too many
    }

    static (int Layers, int Words) Of(BatchMethod method, int samples) => Form(Spec, method, samples);

    static (int Layers, int Words) Form(NetworkSpec spec, BatchMethod method, int samples)
    {
        var form = BlockForm.Of(spec, InstructionSet.Avx512, method, samples);
        Assert.True(form.Samples >= 1);
        return (form.SlicedLayers, form.PlaneWords);
    }
}
