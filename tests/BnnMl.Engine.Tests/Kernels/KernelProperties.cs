using FsCheck;
using FsCheck.Xunit;

namespace BnnMl.Engine.Tests.Kernels;

[Trait("Category", "Property")]
public class KernelProperties
{
    [Property]
    public bool The_dot_product_is_symmetric(PositiveInt length, int seed)
    {
        var (a, b) = Pair(length.Get, seed);
        return ReferenceBits.Dot(a, b, length.Get) == ReferenceBits.Dot(b, a, length.Get) && Kernel(a, b, length.Get) == Kernel(b, a, length.Get);
    }

    [Property]
    public bool The_chosen_kernel_equals_the_definition(PositiveInt length, int seed)
    {
        var (a, b) = Pair(length.Get, seed);
        return Kernel(a, b, length.Get) == ReferenceBits.Dot(a, b, length.Get);
    }

    [Property]
    public bool Flipping_k_bits_changes_the_dot_product_by_at_most_2k(PositiveInt length, NonNegativeInt flips, int seed)
    {
        var (a, b) = Pair(length.Get, seed);
        var before = Kernel(a, b, length.Get);
        var random = new Random(seed ^ 1);
        for (var flip = 0; flip < flips.Get; flip++)
        {
            var bit = random.Next(length.Get);
            a[bit >> 6] ^= 1UL << bit;
        }

        return Math.Abs(Kernel(a, b, length.Get) - before) <= 2 * flips.Get;
    }

    static (ulong[] A, ulong[] B) Pair(int length, int seed)
    {
        var random = new Random(seed);
        return (RandomBits.Of(random, length), RandomBits.Of(random, length));
    }

    static int Kernel(ulong[] weights, ulong[] patch, int length)
    {
        var lanes = new ulong[weights.Length * WeightLanes.Width];
        WeightLanes.Fill(weights, 1, weights.Length, lanes);
        var counts = new int[WeightLanes.Width];
        BitDot.Count(KernelSelector.Selected, lanes, patch, weights.Length, counts);
        return length - (2 * counts[0]);
    }
}
