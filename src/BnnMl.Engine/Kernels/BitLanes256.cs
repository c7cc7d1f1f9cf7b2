using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>256-bit vectors: a full adder is five instructions.</summary>
readonly unsafe struct BitLanes256 : IBitLanes<Vector256<ulong>>
{
    /// <inheritdoc/>
    public static int Words => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Load(ulong* words) => Vector256.Load(words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<ulong> value, ulong* words) => value.Store(words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Fill(int mask) => Vector256.Create(mask).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> And(Vector256<ulong> a, Vector256<ulong> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> FullAdd(ref Vector256<ulong> sum, Vector256<ulong> a, Vector256<ulong> b)
    {
        var differ = a ^ b;
        var carry = (a & b) | (differ & sum);
        sum ^= differ;
        return carry;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Borrow(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => (~a & b) | (~(a ^ b) & c);
}
