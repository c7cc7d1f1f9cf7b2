using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>128-bit vectors (AdvSimd on Arm, where the selects are one instruction each): a full adder is three.</summary>
readonly unsafe struct BitLanes128 : IBitLanes<Vector128<ulong>>
{
    /// <inheritdoc/>
    public static int Words => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Load(ulong* words) => Vector128.Load(words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<ulong> value, ulong* words) => value.Store(words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Fill(int mask) => Vector128.Create(mask).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> And(Vector128<ulong> a, Vector128<ulong> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Xor(Vector128<ulong> a, Vector128<ulong> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> FullAdd(ref Vector128<ulong> sum, Vector128<ulong> a, Vector128<ulong> b)
    {
        var differ = a ^ b;
        var carry = Vector128.ConditionalSelect(differ, sum, a);
        sum ^= differ;
        return carry;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Borrow(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) => Vector128.ConditionalSelect(a ^ b, b, c);
}
