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
        return BitPack.Dot(a, b, length.Get) == BitPack.Dot(b, a, length.Get) && Kernel(a, b, length.Get) == Kernel(b, a, length.Get);
    }

    [Property]
    public bool The_chosen_kernel_equals_the_definition(PositiveInt length, int seed)
    {
        var (a, b) = Pair(length.Get, seed);
        return Kernel(a, b, length.Get) == BitPack.Dot(a, b, length.Get);
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

    [Property]
    public bool Unpacking_what_was_packed_gives_the_signs(float[] values)
    {
        var numbers = values.Select(value => float.IsNaN(value) ? -0f : value).ToArray();
        var words = Enumerable.Repeat(ulong.MaxValue, BitPack.Words(numbers.Length)).ToArray();
        BitPack.Signs(numbers, words);
        return numbers.Select(value => value >= 0).SequenceEqual(Enumerable.Range(0, numbers.Length).Select(i => BitPack.Get(words, i)))
            && Enumerable.Range(numbers.Length, (words.Length * 64) - numbers.Length).All(i => !BitPack.Get(words, i));
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
