using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

static partial class AddressedRandom
{
    /// <summary><see cref="Fill"/>, 4 words at a time; where the machine can't multiply 64-bit lanes (AVX2) the run-time composes them of 32-bit products.</summary>
    internal static void FillVector256(ulong key, ulong address, ulong rate, Span<ulong> events)
    {
        if (rate >= One)
        {
            events.Fill(ulong.MaxValue);
            return;
        }

        var first = Vector256.Create(key + (((address * 32) + 1) * Golden)) + (Vector256<ulong>.Indices * Stride); // lane i: word address + i
        var start = 0;
        for (; start <= events.Length - Vector256<ulong>.Count; start += Vector256<ulong>.Count, first += Vector256.Create(Stride * (ulong)Vector256<ulong>.Count))
            Events(first, rate).CopyTo(events[start..]);
        if (start == events.Length)
            return;
        Span<ulong> last = stackalloc ulong[Vector256<ulong>.Count]; // the tail: all lanes, of which the first are kept
        Events(first, rate).CopyTo(last);
        last[..(events.Length - start)].CopyTo(events[start..]);
    }

    /// <summary>The scalar's loop on 4 words at once: it goes on until the last of 256 events is decided. Sums and products wrap as the scalar's do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<ulong> Events(Vector256<ulong> state, ulong rate)
    {
        var (undecided, events) = (Vector256<ulong>.AllBitsSet, Vector256<ulong>.Zero);
        for (; (rate & (One - 1)) != 0 && undecided != Vector256<ulong>.Zero; rate <<= 1, state += Vector256.Create(Golden))
        {
            var u = state;
            u = (u ^ (u >> 30)) * 0xBF58476D1CE4E5B9;
            u = (u ^ (u >> 27)) * 0x94D049BB133111EB;
            u ^= u >> 31;
            var rateBits = Vector256.Create(0 - ((rate >> 31) & 1)); // the rate's bit in all lanes and places
            events |= undecided & rateBits & ~u;
            undecided &= ~(u ^ rateBits);
        }

        return events;
    }
}
