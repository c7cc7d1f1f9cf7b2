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
            var words = Enumerable.Range(0, (rows + 8) * 4).Select(_ => (ulong)random.NextInt64() * 3).ToArray();
            var lanes = Canaries.Around(new uint[TurnedBits.Words(rows) * 64], 0xDEADBEEF, memory =>
            {
                fixed (uint* target = memory.Span)
                fixed (ulong* source = words)
                    TurnedBits.Turn(source + 1, 3, 26, rows, target);
            });
            for (var i = 0; i < lanes.Length * 32; i++)
            {
                var (row, j) = ((i / 2048 * 32) + (i % 32), i / 32 % 64);
                Assert.Equal(row < rows ? (words[(row / 8 * 26) + (row % 8 * 3) + 1] >> j) & 1 : 0, (lanes[(row / 32 * 64) + j] >> (row % 32)) & 1);
            }
        }
    }

    [Fact]
    public void Lanes_hold_the_split_words()
    {
        var rows = Enumerable.Range(0, 40 * 2).Select(i => (ulong)i * 0x9E3779B97F4A7C15).ToArray();
        var weights = new ulong[40 * 2];
        WeightLanes.Fill(rows, 40, 2, weights);
        var lanes = Canaries.Around(new uint[256], 0xDEADBEEF, memory =>
        {
            fixed (uint* target = memory.Span)
            fixed (ulong* source = weights)
                TurnedBits.Split(source, 2, 40, target);
        });
        for (var j = 0; j < 64; j++)
            for (var word = 0; word < 2; word++)
                Assert.Equal(j < 40 ? rows[(j * 2) + word] : 0, lanes[(word * 128) + j] | ((ulong)lanes[(word * 128) + 64 + j] << 32));
    }

    [Fact]
    public void Every_form_takes_each_windows_bits_from_the_place_that_won()
    {
        foreach (var windows in Enumerable.Range(1, 100))
        {
            var random = new Random(windows);
            var (values, _) = Operands(windows);
            var winners = Enumerable.Range(0, windows).Select(_ => random.Next(4)).ToArray();
            var bits = Enumerable.Range(0, 4 * 2 * windows).Select(_ => (ulong)random.NextInt64() * 3).ToArray(); // [2 words, 4 places, windows]
            foreach (var form in Forms())
            {
                var sums = Windows(form, values, winners, bits);
                for (var word = 0; word < 2; word++)
                {
                    var chosen = winners.Select((place, w) => bits[(((word * 4) + place) * windows) + w]).ToArray();
                    Assert.Equal(Expected(values, chosen, windows, add: true).AsSpan(0, SumTables.Columns), sums.AsSpan(word * SumTables.TileLength, SumTables.Columns));
                }
            }
        }
    }

    static List<AddWindows> Forms()
    {
        List<AddWindows> forms = [SumTables.AddWindowsScalar, SumTables.AddWindows];
        if (Avx2.IsSupported)
            forms.Add(SumTables.AddWindowsAvx2);
        if (Avx512F.IsSupported)
            forms.Add(SumTables.AddWindowsAvx512);
        return forms;
    }

    delegate void AddWindows(int groups, float* tables, uint* masks, nint maskPitch, uint* lanes, int words, float* c);

    /// <summary>The first row's sums of two words; masks lie 3 apart.</summary>
    static float[] Windows(AddWindows form, float[] values, int[] winners, ulong[] bits)
    {
        var (windows, blocks) = (winners.Length, TurnedBits.Words(winners.Length));
        var (masks, lanes, tables) = (new uint[blocks * 4 * 3], new uint[2 * 4 * blocks * 64], Tables(values, windows, byColumns: false));
        for (var w = 0; w < windows; w++)
            masks[((w / 32 * 4) + winners[w]) * 3] |= 1u << (w % 32);
        return Canaries.Around([.. Begin().Take(SumTables.Columns), .. new float[SumTables.TileLength - SumTables.Columns], .. Begin().Take(SumTables.Columns)], Canary, memory =>
        {
            fixed (ulong* source = bits)
            fixed (uint* target = lanes, mask = masks)
            fixed (float* t = tables, c = memory.Span)
            {
                for (var plane = 0; plane < 8; plane++)
                    TurnedBits.Turn(source + (plane * windows), 1, 8, windows, target + (plane * blocks * 64));
                form(SumTables.Groups(windows), t, mask, 3, target, 2, c);
            }
        });
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
        var lanes = new uint[TurnedBits.Words(depth) * 64];
        fixed (ulong* source = signs)
        fixed (uint* target = lanes)
            TurnedBits.Turn(source, 1, 8, depth, target);
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

    /// <summary>What stands in the result before.</summary>
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
