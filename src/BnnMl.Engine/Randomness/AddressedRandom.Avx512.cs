using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

static partial class AddressedRandom
{
    /// <summary><see cref="Fill"/>, 8 words at a time (AVX-512DQ multiplies 64-bit lanes).</summary>
    internal static void FillAvx512(ulong key, ulong address, ulong rate, Span<ulong> events)
    {
        if (rate >= One)
        {
            events.Fill(ulong.MaxValue);
            return;
        }

        var first = Vector512.Create(key + (((address * 32) + 1) * Golden)) + (Vector512<ulong>.Indices * Stride); // lane i: word address + i
        var start = 0;
        for (; start <= events.Length - Vector512<ulong>.Count; start += Vector512<ulong>.Count, first += Vector512.Create(Stride * (ulong)Vector512<ulong>.Count))
            Events(first, rate).CopyTo(events[start..]);
        if (start == events.Length)
            return;
        Span<ulong> last = stackalloc ulong[Vector512<ulong>.Count]; // the tail: all lanes, of which the first are kept
        Events(first, rate).CopyTo(last);
        last[..(events.Length - start)].CopyTo(events[start..]);
    }

    /// <summary>The scalar's loop on 8 words at once: it goes on until the last of 512 events is decided. Sums and products wrap as the scalar's do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<ulong> Events(Vector512<ulong> state, ulong rate)
    {
        var (undecided, events) = (Vector512<ulong>.AllBitsSet, Vector512<ulong>.Zero);
        for (; (rate & (One - 1)) != 0 && undecided != Vector512<ulong>.Zero; rate <<= 1, state += Vector512.Create(Golden))
        {
            var u = state;
            u = (u ^ (u >> 30)) * 0xBF58476D1CE4E5B9;
            u = (u ^ (u >> 27)) * 0x94D049BB133111EB;
            u ^= u >> 31;
            var rateBits = Vector512.Create(0 - ((rate >> 31) & 1)); // the rate's bit in all lanes and places
            events |= undecided & rateBits & ~u;
            undecided &= ~(u ^ rateBits);
        }

        return events;
    }
}
