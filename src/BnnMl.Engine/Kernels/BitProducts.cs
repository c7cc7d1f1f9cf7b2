using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Pre-activations of bits times bits: the counts of <see cref="BitDot"/> as floats, z = K − 2 · differing, whole numbers up to 2^22.</summary>
static unsafe class BitProducts
{
    /// <summary>z: [rows, pitch].</summary>
    /// <param name="set">An available instruction set.</param>
    /// <param name="patches">[rows, words].</param>
    /// <param name="lanes"><see cref="WeightLanes"/> of a multiple of 16 units, the pitch.</param>
    /// <param name="words">Words per patch and per unit.</param>
    /// <param name="bits">K, the used bits of a patch.</param>
    /// <param name="z">[rows, pitch].</param>
    internal static void Multiply(InstructionSet set, ReadOnlySpan<ulong> patches, ReadOnlySpan<ulong> lanes, int words, int bits, float* z)
    {
        var length = patches.Length / words * (lanes.Length / words);
        BitDot.Count(set, lanes, patches, words, new(z, length));
        for (var i = 0; i < length; i += 16)
        {
            var differing = Vector512.Load((int*)z + i);
            Vector512.ConvertToSingle(Vector512.Create(bits) - (differing + differing)).Store(z + i);
        }
    }
}
