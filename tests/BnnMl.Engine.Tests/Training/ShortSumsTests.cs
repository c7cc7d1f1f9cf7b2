using BnnMl.Engine.Tests.Kernels;

namespace BnnMl.Engine.Tests.Training;

[Trait("Category", "Kernels")]
public unsafe class ShortSumsTests
{
    const int Pitch = ShortSums.Lanes + 3;

    [Fact]
    public void Every_form_adds_the_signed_numbers_of_every_lane_modulo_2_to_the_16()
    {
        var random = new Random(1);
        for (var count = 1; count <= ShortSums.MaxGroups * ShortSums.GroupLength; count++)
            foreach (var rows in (int[])[1, 2, 7, 8])
            {
                var numbers = Enumerable.Range(0, count * Pitch).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1)).ToArray();
                var words = Enumerable.Range(0, rows + 1).Select(_ => (uint)random.Next(1 << 30) & ((1u << count) - 1)).ToArray();
                var begin = Enumerable.Range(0, (rows + 1) * Pitch).Select(i => (short)(i * 37)).ToArray();
                var expected = Expected(numbers, words, begin, count, rows);
                foreach (var set in KernelSelector.AvailableSets)
                    Assert.Equal(expected, Sums(set, numbers, words, begin, count, rows));
            }
    }

    [Theory]
    [InlineData(1, 1, 5)]
    [InlineData(30, 1, 30)]
    [InlineData(31, 2, 20)]
    [InlineData(64, 3, 25)]
    [InlineData(256, 9, 30)]
    public void Words_share_the_depth_evenly(int depth, int words, int step)
    {
        Assert.Equal((words, step), (ShortSums.Words(depth), ShortSums.Step(depth)));
        foreach (var any in Enumerable.Range(1, 2000)) // so many words of so many numbers are just enough
            Assert.InRange(any, ((ShortSums.Words(any) - 1) * ShortSums.Step(any)) + 1, ShortSums.Words(any) * ShortSums.Step(any));
    }

    [Fact]
    public void Turned_and_cut_words_hold_the_bits_of_their_rows()
    {
        var random = new Random(4);
        foreach (var (rows, step) in ((int, int)[])[(1, 5), (30, 30), (31, 20), (65, 25), (100, 25), (33, 32)])
        {
            var words = Enumerable.Range(0, (rows + 8) * 4).Select(_ => (ulong)random.NextInt64() * 3).ToArray();
            var lanes = Canaries.Around(new uint[((rows + step - 1) / step * 70) - 6], 0xDEADBEEF, memory =>
            {
                fixed (uint* target = memory.Span)
                fixed (ulong* source = words)
                    TurnedBits.Turn(source + 1, 3, 26, rows, step, target, 70);
            });
            for (var row = 0; row < (rows + step - 1) / step * step; row++)
                for (var j = 0; j < 64; j++)
                    Assert.Equal(row < rows ? (words[(row / 8 * 26) + (row % 8 * 3) + 1] >> j) & 1 : 0, (lanes[(row / step * 70) + j] >> (row % step)) & 1);
        }

        foreach (var (depth, step) in ((int, int)[])[(128, 30), (100, 25), (65, 25), (64, 25), (30, 30)])
        {
            var width = BitPack.Words(depth);
            var rows = Enumerable.Range(0, 40 * width).Select(i => ((ulong)random.NextInt64() * 3) & (i % width == width - 1 ? BitPack.LastWordMask(depth) : ulong.MaxValue)).ToArray();
            var weights = new ulong[40 * width];
            WeightLanes.Fill(rows, 40, width, weights);
            var lanes = Canaries.Around(new uint[((depth + step - 1) / step * 43) - 3], 0xDEADBEEF, memory =>
            {
                fixed (uint* target = memory.Span)
                fixed (ulong* source = weights)
                    TurnedBits.Cut(source, width, 40, depth, step, target, 43);
            });
            for (var d = 0; d < (depth + step - 1) / step * step; d++)
                for (var j = 0; j < 40; j++)
                    Assert.Equal(d < depth ? (rows[(j * width) + (d / 64)] >> (d % 64)) & 1 : 0, (lanes[(d / step * 43) + j] >> (d % step)) & 1);
        }
    }

    /// <summary>Rows 67 apart: what stands between them and around must stay. An odd last row takes the row behind it along, which is not looked at.</summary>
    static short[] Sums(InstructionSet set, short[] numbers, uint[] words, short[] begin, int count, int rows)
    {
        var tables = new AlignedBuffer<short>(ShortSums.MaxGroups * ShortSums.TableLength);
        tables.Span.Fill(12345);
        var sums = Canaries.Around(begin, (short)-12345, memory =>
        {
            fixed (short* source = numbers, target = memory.Span)
            fixed (uint* signs = words)
            {
                ShortSums.Tabulate(set, source, count, Pitch, tables.Pointer);
                ShortSums.Add(set, tables.Pointer, ShortSums.Groups(count), signs, rows, target, Pitch);
            }
        });
        return sums[..(((rows - 1) * Pitch) + ShortSums.Lanes)];
    }

    static short[] Expected(short[] numbers, uint[] words, short[] begin, int count, int rows)
    {
        var sums = begin[..(((rows - 1) * Pitch) + ShortSums.Lanes)];
        for (var row = 0; row < rows; row++)
            for (var lane = 0; lane < ShortSums.Lanes; lane++)
                for (var d = 0; d < count; d++)
                    sums[(row * Pitch) + lane] += (short)(((words[row] >> d) & 1) != 0 ? numbers[(d * Pitch) + lane] : -numbers[(d * Pitch) + lane]);
        return sums;
    }
}
