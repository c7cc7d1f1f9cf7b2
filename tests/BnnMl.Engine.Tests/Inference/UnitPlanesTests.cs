using System.Numerics;
using BnnMl.Engine.Tests.Kernels;

namespace BnnMl.Engine.Tests.Inference;

/// <summary>One dense layer's planes against the definition, at every fan-in around words, groups, segments and the range of 16 bits.</summary>
[Trait("Category", "Kernels")]
public unsafe class UnitPlanesTests
{
    const int Units = 5;
    const ulong Canary = 0xC0FFEE00C0FFEE11;

    public static IEnumerable<int> FanIns => [.. Enumerable.Range(1, 257), 575, 576, 577, 1000, 1151, 1152, 1153, 3136];

    [Fact]
    public void Units_of_bits_equal_the_definition_at_every_fan_in()
    {
        foreach (var set in KernelSelector.AvailableSets)
            foreach (var fanIn in (int[])[.. FanIns, 65_536])
            {
                var random = new Random(fanIn);
                CheckBits(set, fanIn, Rows(random, fanIn), random);
            }
    }

    /// <summary>Three units share what they count; rows that are alike, opposite or nearly constant give some patterns all inputs and others none.</summary>
    [Fact]
    public void Units_that_share_equal_the_definition_however_uneven_the_patterns_are()
    {
        foreach (var set in KernelSelector.AvailableSets)
            foreach (var fanIn in new[] { 191, 192, 200, 399, 400, 576, 577, 1000, 1153 })
                foreach (var share in new[] { 0.0, 0.02, 0.5, 0.98, 1.0 })
                {
                    var random = new Random(fanIn);
                    var rows = Enumerable.Range(0, Units).Select(unit => unit % 3 == 2 ? RandomBits.Of(random, fanIn) : Biased(random, fanIn, share)).ToArray();
                    rows[3] = [.. rows[0]];
                    CheckBits(set, fanIn, rows, random);
                }
    }

    [Fact]
    public void Units_of_bytes_equal_the_definition_at_every_fan_in()
    {
        foreach (var set in KernelSelector.AvailableSets)
            foreach (var fanIn in (int[])[.. FanIns, 16_448])
                CheckBytes(set, fanIn, Units);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(ByteSlice.FewUnits)]
    [InlineData(ByteSlice.FewUnits + 1)]
    [InlineData(70)]
    public void Units_of_few_bytes_equal_the_definition_however_many_they_are(int units)
    {
        foreach (var set in KernelSelector.AvailableSets)
            for (var fanIn = 1; fanIn <= ByteSlice.MaxTables * ByteSlice.GroupInputs; fanIn++)
                CheckBytes(set, fanIn, units);
    }

    static void CheckBytes(InstructionSet set, int fanIn, int units)
    {
        var (words, random) = (BitSlice.VectorWords(set), new Random(fanIn));
        var plan = NetworkSpec.Parse($"FC{units}", MapShape.Features(fanIn), 2).Plan()[0];
        var (columns, zeroPoint) = (new ByteColumns(plan, (byte)(fanIn % 256), 64 * words), fanIn % 256);
        var inputs = new byte[64 * words * fanIn];
        random.NextBytes(inputs);
        inputs.AsSpan(0, fanIn).Fill(fanIn % 2 == 0 ? byte.MaxValue : byte.MinValue); // the largest sums
        columns.Fill(inputs, 64 * words, new ParallelOptions());
        var rows = Rows(random, fanIn, units);
        int[] thresholds = [.. Enumerable.Range(0, units).Select(_ => random.Next(-255, 257))];
        var lists = new TableLists(plan);
        lists.Load(new PackedLayer(plan, [.. rows.SelectMany(row => row)], thresholds), other: null);
        var reached = Reached(lists.IsLong ? new LongByteUnitPlanes(plan, lists, columns, words, set, 0, 1) : new ByteUnitPlanes(plan, lists, columns, words, set), words, units);
        for (var unit = 0; unit < units; unit++)
            foreach (var lane in new[] { 0, random.Next(64 * words), (64 * words) - 1 })
            {
                var z = Enumerable.Range(0, fanIn).Sum(k => (BitPack.Get(rows[unit], k) ? 1 : -1) * (inputs[(lane * fanIn) + k] - zeroPoint));
                Assert.True(z >= thresholds[unit] == BitPack.Get(reached, (unit * words * 64) + lane), $"{set}, fan-in {fanIn}, unit {unit} of {units}, lane {lane}");
            }
    }

    static void CheckBits(InstructionSet set, int fanIn, ulong[][] rows, Random random)
    {
        var (plan, words) = (Plan(fanIn), BitSlice.VectorWords(set));
        var map = new PlaneMap(plan.Input, 0, words);
        for (var i = 0; i < fanIn * words; i++)
            map.At(0, 0)[i] = (ulong)random.NextInt64() ^ ((ulong)random.NextInt64() << 1);
        var planes = new ReadOnlySpan<ulong>(map.At(0, 0), fanIn * words).ToArray();
        int[] thresholds = [fanIn, -fanIn + 1, .. Enumerable.Range(0, Units - 2).Select(_ => random.Next(-5, 6))];
        var lists = new PlaneLists(plan, words);
        lists.Load([.. rows.SelectMany(row => row)], thresholds, block: 0);
        var reached = Reached(new BitUnitPlanes(plan, lists, map, set), words);
        for (var unit = 0; unit < Units; unit++)
            foreach (var lane in new[] { 0, random.Next(64 * words), (64 * words) - 1 })
            {
                var z = Enumerable.Range(0, fanIn).Sum(k => BitPack.Get(rows[unit], k) == BitPack.Get(planes, (k * words * 64) + lane) ? 1 : -1);
                Assert.True(z >= thresholds[unit] == BitPack.Get(reached, (unit * words * 64) + lane), $"{set}, fan-in {fanIn}, unit {unit}, lane {lane}");
            }
    }

    /// <summary>What units emit, between two canaries.</summary>
    static ulong[] Reached(IUnitPlanes units, int words, int count = Units)
    {
        var buffer = new AlignedBuffer<ulong>((count * words) + 16);
        (buffer.Pointer[7], buffer.Pointer[8 + (count * words)]) = (Canary, Canary);
        units.Reach(0, 0, buffer.Pointer + 8);
        Assert.Equal((Canary, Canary), (buffer.Pointer[7], buffer.Pointer[8 + (count * words)]));
        return buffer.Span.Slice(8, count * words).ToArray();
    }

    static PlannedLayer Plan(int fanIn) => NetworkSpec.Parse($"FC{fanIn}-FC{Units}", MapShape.Features(1), 2).Plan()[1];

    /// <summary>Random rows, one of +1 only, one of −1 only.</summary>
    static ulong[][] Rows(Random random, int fanIn, int units = Units)
    {
        var rows = Enumerable.Range(0, units).Select(_ => RandomBits.Of(random, fanIn)).ToArray();
        rows[0].AsSpan().Fill(ulong.MaxValue);
        rows[0][^1] = BitPack.LastWordMask(fanIn);
        if (units > 1)
            rows[1].AsSpan().Clear();
        Assert.Equal(fanIn, rows[0].Sum(word => BitOperations.PopCount(word)));
        return rows;
    }

    static ulong[] Biased(Random random, int fanIn, double share)
    {
        var row = new ulong[BitPack.Words(fanIn)];
        for (var i = 0; i < fanIn; i++)
            if (random.NextDouble() < share)
                row[i / 64] |= 1UL << (i % 64);
        return row;
    }
}
