namespace BnnMl.Engine.Tests.Inference;

[Trait("Category", "Kernels")]
public class ByteDenseTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(63, 0)]
    [InlineData(64, 128)]
    [InlineData(65, 255)]
    [InlineData(784, 128)]
    public void A_unit_emits_1_at_z_equal_to_T_and_none_at_one_more(int features, byte zeroPoint)
    {
        const int Units = 21;
        var plan = NetworkSpec.Parse($"FC{Units}", MapShape.Features(features), 2).Plan()[0];
        var random = new Random(features);
        var input = new byte[features];
        random.NextBytes(input);
        var rows = Enumerable.Range(0, Units).Select(_ => Kernels.RandomBits.Of(random, features)).ToArray();
        var z = rows.Select(row => Enumerable.Range(0, features).Sum(i => (BitPack.Get(row, i) ? 1 : -1) * (input[i] - zeroPoint))).ToArray();
        foreach (var set in KernelSelector.AvailableSets)
        {
            var step = new ByteDense(plan, zeroPoint, block: 1, set);
            step.Load([.. rows.SelectMany(row => row)], [.. z.Select((sum, unit) => sum + (unit % 2))]);
            var map = new ulong[1];
            step.Run(input, map, samples: 1);
            Assert.Equal(0x155555UL, map[0]); // every other of 21 units
        }
    }
}
