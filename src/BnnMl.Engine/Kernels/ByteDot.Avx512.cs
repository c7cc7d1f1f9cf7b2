using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl;

/// <summary>
/// 512-bit form: a 32-bit lane is a unit, its two 16-bit halves the weights of a pair of values; one multiply-add-adjacent is 32 exact products. Four positions share each
/// load of the weights; the last ones of a row that four do not divide are done again together with those before them, or one by one in rows shorter than four.
/// </summary>
static partial class ByteDot
{
    static void ThresholdAvx512(ReadOnlySpan<short> lanes, ReadOnlySpan<int> thresholds, ReadOnlySpan<short> map, ByteWindow window, Span<byte> bits, int stride)
    {
        var (width, step) = (window.Width, window.Step);
        for (var group = 0; group < thresholds.Length / Width; group++)
        {
            ref var weights = ref Unsafe.Add(ref MemoryMarshal.GetReference(lanes), group * window.Taps.Length * Width * 2);
            var threshold = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(thresholds), (nuint)(group * Width));
            for (var y = 0; y < window.Height; y++)
            {
                ref var values = ref Unsafe.Add(ref MemoryMarshal.GetReference(map), y * window.RowStride);
                ref var reached = ref Unsafe.Add(ref MemoryMarshal.GetReference(bits), (y * width * stride) + (group * 2));
                if (width < 4)
                    for (var x = 0; x < width; x++)
                        Four512(ref weights, ref Unsafe.Add(ref values, x * step), 0, window.Taps, threshold, ref Unsafe.Add(ref reached, x * stride), 0);
                else
                    for (var next = 0; next < width; next += 4)
                    {
                        var x = Math.Min(next, width - 4);
                        Four512(ref weights, ref Unsafe.Add(ref values, x * step), step, window.Taps, threshold, ref Unsafe.Add(ref reached, x * stride), stride);
                    }
            }
        }
    }

    /// <summary>Sixteen units at four positions, <paramref name="step"/> values and <paramref name="stride"/> bytes apart.</summary>
    static void Four512(ref short weights, ref short values, nint step, ReadOnlySpan<int> taps, Vector512<int> threshold, ref byte reached, nint stride)
    {
        var (z0, z1, z2, z3) = (Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero);
        ref var second = ref Unsafe.Add(ref values, step);
        ref var third = ref Unsafe.Add(ref second, step);
        ref var fourth = ref Unsafe.Add(ref third, step);
        foreach (nint tap in taps)
        {
            var w = Vector512.LoadUnsafe(ref weights);
            z0 += Avx512BW.MultiplyAddAdjacent(w, Pair512(ref Unsafe.Add(ref values, tap)));
            z1 += Avx512BW.MultiplyAddAdjacent(w, Pair512(ref Unsafe.Add(ref second, tap)));
            z2 += Avx512BW.MultiplyAddAdjacent(w, Pair512(ref Unsafe.Add(ref third, tap)));
            z3 += Avx512BW.MultiplyAddAdjacent(w, Pair512(ref Unsafe.Add(ref fourth, tap)));
            weights = ref Unsafe.Add(ref weights, Width * 2);
        }

        Store512(z0, threshold, ref reached);
        Store512(z1, threshold, ref Unsafe.Add(ref reached, stride));
        Store512(z2, threshold, ref Unsafe.Add(ref reached, 2 * stride));
        Store512(z3, threshold, ref Unsafe.Add(ref reached, 3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store512(Vector512<int> z, Vector512<int> threshold, ref byte reached) =>
        Unsafe.WriteUnaligned(ref reached, (ushort)Avx512F.CompareGreaterThanOrEqual(z, threshold).ExtractMostSignificantBits());

    /// <summary>A pair of neighbouring values in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<short> Pair512(ref short value) => Vector512.Create(Unsafe.As<short, int>(ref value)).AsInt16();
}
