using System.Runtime.Intrinsics.X86;
using BnnMl.Engine.Tests.Kernels;

namespace BnnMl.Engine.Tests.Training;

[Trait("Category", "Kernels")]
public unsafe class SumTablesTests
{
    const float Canary = 12345.5f;
    const int Pitch = SumTables.Columns + 9;

    static IEnumerable<int> Depths => Enumerable.Range(1, 257).Append(1000);

    [Fact]
    public void Every_form_adds_the_four_products_of_every_group_in_order()
    {
        foreach (var depth in Depths)
        {
            var (values, signs) = Operands(depth);
            var (tables, lanes) = (Tables(values, depth, byColumns: false), Lanes(signs, depth));
            foreach (var add in (bool[])[false, true])
            {
                var expected = Expected(values, signs, depth, add);
                Assert.Equal(expected, Product(SumTables.TileScalar, depth, tables, lanes, add));
                Assert.Equal(expected, Product(SumTables.Tile, depth, tables, lanes, add));
                if (Avx2.IsSupported)
                    Assert.Equal(expected, Product(SumTables.TileAvx2, depth, tables, lanes, add));
                if (Avx512F.IsSupported)
                    Assert.Equal(expected, Product(SumTables.TileAvx512, depth, tables, lanes, add));
            }
        }
    }

    [Fact]
    public void Rows_and_columns_make_the_same_tables_and_what_is_missing_counts_as_0()
    {
        foreach (var depth in Depths)
            foreach (var rows in (int[])[1, 5, 6])
            {
                var (values, _) = Operands(depth);
                Array.Clear(values, rows * depth, values.Length - (rows * depth));
                Assert.Equal(Tables(values, depth, byColumns: false), Tables(values, depth, byColumns: true, rows));
            }
    }

    [Fact]
    public void Lanes_hold_the_turned_bits()
    {
        var random = new Random(4);
        foreach (var rows in (int[])[1, 31, 32, 33, 64, 65, 100])
        {
            var words = Enumerable.Range(0, rows * 3).Select(_ => (ulong)random.NextInt64() * 3).ToArray();
            var lanes = Canaries.Around(new uint[BitLanes.Words(rows) * 64], 0xDEADBEEF, memory =>
            {
                fixed (uint* target = memory.Span)
                fixed (ulong* source = words)
                    BitLanes.Turn(source + 1, 3, rows, target);
            });
            for (var i = 0; i < lanes.Length * 32; i++)
            {
                var (row, j) = ((i / 2048 * 32) + (i % 32), i / 32 % 64);
                Assert.Equal(row < rows ? (words[(row * 3) + 1] >> j) & 1 : 0, (lanes[(row / 32 * 64) + j] >> (row % 32)) & 1);
            }
        }
    }

    [Fact]
    public void Lanes_hold_the_split_words()
    {
        var words = Enumerable.Range(0, 200).Select(i => (ulong)i * 0x9E3779B97F4A7C15).ToArray();
        var lanes = Canaries.Around(new uint[256], 0xDEADBEEF, memory =>
        {
            fixed (uint* target = memory.Span)
            fixed (ulong* source = words)
                BitLanes.Split(source, 100, 2, 40, target);
        });
        for (var j = 0; j < 64; j++)
            for (var word = 0; word < 2; word++)
                Assert.Equal(j < 40 ? words[(word * 100) + j] : 0, lanes[(word * 128) + j] | ((ulong)lanes[(word * 128) + 64 + j] << 32));
    }

    delegate void Tile(int groups, float* tables, uint* bits, float* c, nint pitch, bool add);

    /// <summary>Values of which some are 0 or −0, [6, depth], and bits [depth] of 64 columns.</summary>
    static (float[] Values, ulong[] Signs) Operands(int depth)
    {
        var random = new Random(depth);
        var values = Enumerable.Range(0, SumTables.Rows * depth).Select(_ => random.Next(5) switch { 0 => 0f, 1 => -0f, _ => random.NextSingle() - 0.5f }).ToArray();
        return (values, [.. Enumerable.Range(0, depth).Select(_ => (ulong)random.NextInt64() * 3)]);
    }

    static float[] Tables(float[] values, int depth, bool byColumns, int rows = SumTables.Rows)
    {
        var turned = Enumerable.Range(0, values.Length).Select(i => values[(i % SumTables.Rows * depth) + (i / SumTables.Rows)]).ToArray();
        return Canaries.Around(new float[SumTables.Groups(depth) * SumTables.TablesLength], Canary, memory =>
        {
            fixed (float* tables = memory.Span)
            fixed (float* source = byColumns ? turned : values)
                if (byColumns)
                    SumTables.FillColumns(source, SumTables.Rows, rows, depth, tables);
                else
                    SumTables.FillRows(source, depth, rows, depth, tables);
        });
    }

    static uint[] Lanes(ulong[] signs, int depth)
    {
        var lanes = new uint[BitLanes.Words(depth) * 64];
        fixed (ulong* source = signs)
        fixed (uint* target = lanes)
            BitLanes.Turn(source, 1, depth, target);
        return lanes;
    }

    /// <summary>Rows 73 apart: what stands between them and around must stay.</summary>
    static float[] Product(Tile tile, int depth, float[] tables, uint[] lanes, bool add) =>
        Canaries.Around(Begin(), Canary, memory =>
        {
            fixed (float* c = memory.Span)
            fixed (float* t = tables)
            fixed (uint* bits = lanes)
                tile(SumTables.Groups(depth), t, bits, c, Pitch, add);
        });

    static float[] Begin() => [.. Enumerable.Range(0, ((SumTables.Rows - 1) * Pitch) + SumTables.Columns).Select(i => i * 0.25f)];

    /// <summary>By the definition, straight from values and signs.</summary>
    static float[] Expected(float[] values, ulong[] signs, int depth, bool add)
    {
        var c = Begin();
        for (var i = 0; i < SumTables.Rows; i++)
            for (var j = 0; j < SumTables.Columns; j++)
            {
                float Term(int d) => d >= depth ? 0 : ((signs[d] >> j) & 1) != 0 ? values[(i * depth) + d] : -values[(i * depth) + d];
                var sum = add ? c[(i * Pitch) + j] : 0;
                for (var d = 0; d < depth; d += SumTables.GroupLength)
                    sum += (Term(d) + Term(d + 1)) + (Term(d + 2) + Term(d + 3));
                c[(i * Pitch) + j] = sum;
            }

        return c;
    }
}
