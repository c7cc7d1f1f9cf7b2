namespace BnnMl.Engine.Tests.Kernels;

[Trait("Category", "Kernels")]
public class ByteDotTests
{
    const int Stride = 9;

    public static TheoryData<string> Kernels => [.. KernelSelector.Available];

    /// <summary>Rows of 1 to 9 positions (shorter than four, and every remainder), odd and even runs, extreme values, missing units.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_equals_the_plain_sum_at_every_position_and_touches_nothing_else(string kernel)
    {
        var random = new Random(3);
        foreach (var (size, channels, units) in new[] { (1, 1, 1), (3, 1, 16), (3, 3, 17), (5, 1, 33), (5, 2, 64), (1, 300, 5), (3, 7, 31) })
            for (var width = 1; width <= 9; width++)
                Check(kernel, new ByteWindow(size, channels, width + size - 1, height: 3, width), size, units, random);
    }

    static void Check(string kernel, ByteWindow window, int size, int units, Random random)
    {
        var run = size * window.Step;
        var rows = Enumerable.Range(0, units).Select(_ => RandomBits.Of(random, size * run)).ToArray();
        var map = Enumerable.Range(0, Math.Max(window.MapLength, (window.Height + size - 1) * window.RowStride)).Select(_ => (short)random.Next(-255, 256)).ToArray();
        int Z(int unit, int y, int x) => Enumerable.Range(0, size * run).Sum(i =>
            (BitPack.Get(rows[unit], i) ? 1 : -1) * map[((y + (i / run)) * window.RowStride) + (x * window.Step) + (i % run)]);
        var thresholds = Enumerable.Repeat(int.MaxValue, ByteDot.Padded(units)).ToArray();
        for (var unit = 0; unit < units; unit++)
            thresholds[unit] = Z(unit, random.Next(window.Height), random.Next(window.Width)) + (unit % 3 == 1 ? 1 : 0);
        var reached = Threshold(kernel, [.. rows.SelectMany(row => row)], thresholds, map, window, run, units);
        for (var position = 0; position < window.Height * window.Width; position++)
            for (var unit = 0; unit < thresholds.Length; unit++)
            {
                var expected = unit < units && Z(unit, position / window.Width, position % window.Width) >= thresholds[unit];
                var bit = (reached[(position * Stride) + (unit / 8)] >> (unit % 8)) & 1;
                Assert.True(bit == (expected ? 1 : 0), $"{kernel}, kernel {size}, {window.Step} channels, width {window.Width}, position {position}, unit {unit} of {units}");
            }
    }

    static byte[] Threshold(string kernel, ulong[] rows, int[] thresholds, short[] map, ByteWindow window, int run, int units)
    {
        var lanes = new short[thresholds.Length * window.Taps.Length * 2];
        ByteDot.Fill(rows, units, run, window, lanes);
        byte[] reached = [];
        Canaries.Around(map, (short)32_767, values => reached = Canaries.Around(new byte[window.Height * window.Width * Stride], (byte)0x5A, result =>
            ByteDot.Threshold(KernelSelector.Resolve(kernel).Set, lanes, thresholds, values.Span, window, result.Span, Stride)));
        return reached;
    }
}
