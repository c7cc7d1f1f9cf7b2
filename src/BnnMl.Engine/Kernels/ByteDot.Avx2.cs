using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl;

/// <summary>256-bit form: a 32-bit lane is a unit, eight units a vector and a byte of the result; positions are taken by four as in the 512-bit form.</summary>
static partial class ByteDot
{
    static void ThresholdAvx2(ReadOnlySpan<short> lanes, ReadOnlySpan<int> thresholds, ReadOnlySpan<short> map, ByteWindow window, Span<byte> bits, int stride)
    {
        var (width, step) = (window.Width, window.Step);
        for (var eight = 0; eight < thresholds.Length / Vector256<int>.Count; eight++)
        {
            var (group, half) = (eight / 2, eight % 2);
            ref var weights = ref Unsafe.Add(ref MemoryMarshal.GetReference(lanes), (group * window.Taps.Length * Width * 2) + (half * Width));
            var threshold = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(thresholds), (nuint)(eight * Vector256<int>.Count));
            for (var y = 0; y < window.Height; y++)
            {
                ref var values = ref Unsafe.Add(ref MemoryMarshal.GetReference(map), y * window.RowStride);
                ref var reached = ref Unsafe.Add(ref MemoryMarshal.GetReference(bits), (y * width * stride) + eight);
                if (width < 4)
                    for (var x = 0; x < width; x++)
                        Four256(ref weights, ref Unsafe.Add(ref values, x * step), 0, window.Taps, threshold, ref Unsafe.Add(ref reached, x * stride), 0);
                else
                    for (var next = 0; next < width; next += 4)
                    {
                        var x = Math.Min(next, width - 4);
                        Four256(ref weights, ref Unsafe.Add(ref values, x * step), step, window.Taps, threshold, ref Unsafe.Add(ref reached, x * stride), stride);
                    }
            }
        }
    }

    /// <summary>Eight units at four positions, <paramref name="step"/> values and <paramref name="stride"/> bytes apart.</summary>
    static void Four256(ref short weights, ref short values, nint step, ReadOnlySpan<int> taps, Vector256<int> threshold, ref byte reached, nint stride)
    {
        var (z0, z1, z2, z3) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
        ref var second = ref Unsafe.Add(ref values, step);
        ref var third = ref Unsafe.Add(ref second, step);
        ref var fourth = ref Unsafe.Add(ref third, step);
        foreach (nint tap in taps)
        {
            var w = Vector256.LoadUnsafe(ref weights);
            z0 += Avx2.MultiplyAddAdjacent(w, Pair256(ref Unsafe.Add(ref values, tap)));
            z1 += Avx2.MultiplyAddAdjacent(w, Pair256(ref Unsafe.Add(ref second, tap)));
            z2 += Avx2.MultiplyAddAdjacent(w, Pair256(ref Unsafe.Add(ref third, tap)));
            z3 += Avx2.MultiplyAddAdjacent(w, Pair256(ref Unsafe.Add(ref fourth, tap)));
            weights = ref Unsafe.Add(ref weights, Width * 2);
        }

        reached = Reached256(z0, threshold);
        Unsafe.Add(ref reached, stride) = Reached256(z1, threshold);
        Unsafe.Add(ref reached, 2 * stride) = Reached256(z2, threshold);
        Unsafe.Add(ref reached, 3 * stride) = Reached256(z3, threshold);
    }

    /// <summary>z ≥ T is not T &gt; z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte Reached256(Vector256<int> z, Vector256<int> threshold) => (byte)~Vector256.GreaterThan(threshold, z).ExtractMostSignificantBits();

    /// <summary>A pair of neighbouring values in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<short> Pair256(ref short value) => Vector256.Create(Unsafe.As<short, int>(ref value)).AsInt16();
}
