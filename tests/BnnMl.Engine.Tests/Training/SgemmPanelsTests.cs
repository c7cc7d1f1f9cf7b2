namespace BnnMl.Engine.Tests.Training;

[Trait("Category", "Kernels")]
public unsafe class SgemmPanelsTests
{
    [Fact]
    public void Every_form_adds_the_scalar_product()
    {
        foreach (var depth in (int[])[0, 1, 2, 31, 256, 1000])
        {
            using var a = Random(depth * SgemmPanels.Rows, depth);
            using var b = Random(depth * SgemmPanels.Columns, depth + 1);
            var expected = Product(SgemmPanels.TileScalar, depth, a, b);
            Assert.All(Product(SgemmPanels.TileVector256, depth, a, b).Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-3f));
            Assert.All(Product(SgemmPanels.TileVector512, depth, a, b).Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-3f));
            Assert.All(Product(SgemmPanels.Tile, depth, a, b).Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-3f));
        }
    }

    delegate void Tile(int depth, float* a, float* b, float* c);

    static float[] Product(Tile tile, int depth, AlignedBuffer<float> a, AlignedBuffer<float> b)
    {
        using var c = Random(SgemmPanels.TileLength, 7);
        tile(depth, a.Pointer, b.Pointer, c.Pointer);
        return c.Span.ToArray();
    }

    static AlignedBuffer<float> Random(int length, int seed)
    {
        var (random, buffer) = (new Random(seed), new AlignedBuffer<float>(length));
        foreach (ref var value in buffer.Span)
            value = random.NextSingle() - 0.5f;
        return buffer;
    }
}
