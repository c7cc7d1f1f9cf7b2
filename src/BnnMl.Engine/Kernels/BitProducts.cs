using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl;

/// <summary>
/// Many dot products of ±1 vectors: rows of patches against all units. Weights lie with units in neighbouring lanes, [words, pitch]: word j of unit f is at
/// j·pitch + f, pitch a multiple of 8. z = K − 2·popcount(patch xor weights); unused bits are 0 in both.
/// </summary>
static unsafe class BitProducts
{
    /// <summary>Bytes count at most 8 per word, so they hold 31 words before they are added up.</summary>
    const int WordsPerRun = 31;

    static readonly InstructionSet Form = KernelSelector.Selected;

    /// <summary>z: [rows, pitch] as floats, whole numbers up to 2^22.</summary>
    /// <param name="patches">[rows, words].</param>
    /// <param name="rows">Patches.</param>
    /// <param name="words">Words per patch and per unit.</param>
    /// <param name="weights">[words, pitch].</param>
    /// <param name="pitch">Units, rounded up to a multiple of 8.</param>
    /// <param name="bits">K, the used bits of a patch.</param>
    /// <param name="z">[rows, zPitch].</param>
    /// <param name="zPitch">At least pitch.</param>
    internal static void Multiply(ulong* patches, int rows, int words, ulong* weights, int pitch, int bits, float* z, nint zPitch)
    {
        if (Form == InstructionSet.Avx512)
            MultiplyAvx512(patches, rows, words, weights, pitch, bits, z, zPitch);
        else if (Form == InstructionSet.Avx2)
            MultiplyAvx2(patches, rows, words, weights, pitch, bits, z, zPitch);
        else
            MultiplyScalar(patches, rows, words, weights, pitch, bits, z, zPitch);
    }

    /// <summary>The definition.</summary>
    internal static void MultiplyScalar(ulong* patches, int rows, int words, ulong* weights, int pitch, int bits, float* z, nint zPitch)
    {
        for (var row = 0; row < rows; row++, patches += words, z += zPitch)
            for (var f = 0; f < pitch; f++)
            {
                var differing = 0;
                for (var j = 0; j < words; j++)
                    differing += BitOperations.PopCount(patches[j] ^ weights[((nint)j * pitch) + f]);
                z[f] = bits - (2 * differing);
            }
    }

    /// <summary>Lane = unit, 8 per vector. Popcount by nibble look-up (Muła, Kurz, Lemire, arXiv:1611.07612), byte counts summed per lane by vpsadbw.</summary>
    internal static void MultiplyAvx512(ulong* patches, int rows, int words, ulong* weights, int pitch, int bits, float* z, nint zPitch)
    {
        var table = Vector512.Create(Table, Table);
        var nibble = Vector512.Create((byte)15);
        for (var f = 0; f < pitch; f += 8)
            for (var row = 0; row < rows; row++)
            {
                var patch = patches + ((nint)row * words);
                var total = Vector512<ulong>.Zero;
                for (var start = 0; start < words; start += WordsPerRun)
                {
                    var counts = Vector512<byte>.Zero;
                    var end = Math.Min(words, start + WordsPerRun);
                    var w = weights + ((nint)start * pitch) + f;
                    for (var j = start; j < end; j++, w += pitch)
                    {
                        var x = (Vector512.Create(patch[j]) ^ Vector512.Load(w)).AsByte();
                        var low = Avx512BW.Shuffle(table, x & nibble);
                        var high = Avx512BW.Shuffle(table, (x.AsUInt16() >> 4).AsByte() & nibble);
                        counts += low + high;
                    }

                    total += Avx512BW.SumAbsoluteDifferences(counts, Vector512<byte>.Zero).AsUInt64();
                }

                var differing = Avx512F.ConvertToVector256Int32(total);
                Vector256.ConvertToSingle(Vector256.Create(bits) - (differing + differing)).Store(z + (row * zPitch) + f);
            }
    }

    /// <summary>As the AVX-512 form, two vectors of 4 lanes at a time.</summary>
    internal static void MultiplyAvx2(ulong* patches, int rows, int words, ulong* weights, int pitch, int bits, float* z, nint zPitch)
    {
        for (var f = 0; f < pitch; f += 4)
            for (var row = 0; row < rows; row++)
            {
                var patch = patches + ((nint)row * words);
                var total = Vector256<ulong>.Zero;
                for (var start = 0; start < words; start += WordsPerRun)
                {
                    var counts = Vector256<byte>.Zero;
                    var end = Math.Min(words, start + WordsPerRun);
                    var w = weights + ((nint)start * pitch) + f;
                    for (var j = start; j < end; j++, w += pitch)
                    {
                        var x = (Vector256.Create(patch[j]) ^ Vector256.Load(w)).AsByte();
                        var low = Avx2.Shuffle(Table, x & Vector256.Create((byte)15));
                        var high = Avx2.Shuffle(Table, (x.AsUInt16() >> 4).AsByte() & Vector256.Create((byte)15));
                        counts += low + high;
                    }

                    total += Avx2.SumAbsoluteDifferences(counts, Vector256<byte>.Zero).AsUInt64();
                }

                for (var lane = 0; lane < 4; lane++)
                    z[(row * zPitch) + f + lane] = bits - (2 * (int)total[lane]);
            }
    }

    /// <summary>Popcount of 0…15, twice.</summary>
    static Vector256<byte> Table => Vector256.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
}
