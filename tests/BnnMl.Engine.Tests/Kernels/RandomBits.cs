using System.Runtime.InteropServices;

namespace BnnMl.Engine.Tests.Kernels;

/// <summary>Random runs of bits whose unused bits are 0.</summary>
static class RandomBits
{
    internal static ulong[] Of(Random random, int bits)
    {
        var words = new ulong[BitPack.Words(bits)];
        random.NextBytes(MemoryMarshal.AsBytes(words.AsSpan()));
        words[^1] &= BitPack.LastWordMask(bits);
        return words;
    }
}
