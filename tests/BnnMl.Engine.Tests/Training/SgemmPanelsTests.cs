namespace BnnMl.Engine.Tests.Training;

[Trait("Category", "Kernels")]
public unsafe class SgemmPanelsTests
{
    [Fact]
    public void Every_form_gives_the_bits_of_the_scalar_product()
    {
        foreach (var depth in (int[])[0, 1, 2, 31, 256, 1000])
        {
            var a = Random(depth * 50, depth);
            var b = Random((depth * 70) + SgemmPanels.Columns, depth + 1);
            foreach (var add in (bool[])[false, true])
            {
                var expected = Product(SgemmPanels.TileScalar, depth, a, b, add);
                Assert.Equal(expected, Product(SgemmPanels.TileVector256, depth, a, b, add));
                Assert.Equal(expected, Product(SgemmPanels.TileVector512, depth, a, b, add));
                Assert.Equal(expected, Product(SgemmPanels.Tile, depth, a, b, add));
            }
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(48)]
    public void Columns_that_do_not_fit_disturb_no_row(int pitch)
    {
        var (a, b) = (Random(9 * 50, 1), Random((9 * 70) + SgemmPanels.Columns, 2));
        var expected = Product(SgemmPanels.TileScalar, 9, a, b, add: false);
        foreach (var tile in (Tile[])[SgemmPanels.TileScalar, SgemmPanels.TileVector256, SgemmPanels.TileVector512, SgemmPanels.Tile])
        {
            var c = new AlignedBuffer<float>((SgemmPanels.Rows * pitch) + SgemmPanels.Columns);
            tile(9, a.Pointer, 50, 7, b.Pointer, Places(9).Pointer, c.Pointer, pitch, add: false);
            for (var row = 0; row < SgemmPanels.Rows; row++)
                Assert.Equal(expected.AsSpan(row * 80, pitch), c.Span.Slice(row * pitch, pitch));
        }
    }

    delegate void Tile(int depth, float* a, nint aStep, nint aRow, float* b, int* places, float* c, nint pitch, bool add);

    /// <summary>From numbers of A 50 and 7 and rows of B 70 apart into rows 80 apart: what stands between them must stay.</summary>
    static float[] Product(Tile tile, int depth, AlignedBuffer<float> a, AlignedBuffer<float> b, bool add)
    {
        var c = Random(SgemmPanels.Rows * 80, 7);
        tile(depth, a.Pointer, 50, 7, b.Pointer, Places(depth).Pointer, c.Pointer, 80, add);
        return c.Span.ToArray();
    }

    static AlignedBuffer<int> Places(int depth)
    {
        var places = new AlignedBuffer<int>(depth);
        for (var k = 0; k < depth; k++)
            places.Span[k] = k % 2 == 0 ? k * 70 : Math.Max(0, k - 3) * 70; // not in order, some twice
        return places;
    }

    static AlignedBuffer<float> Random(int length, int seed)
    {
        var (random, buffer) = (new Random(seed), new AlignedBuffer<float>(length));
        foreach (ref var value in buffer.Span)
            value = random.NextSingle() - 0.5f;
        return buffer;
    }
}
