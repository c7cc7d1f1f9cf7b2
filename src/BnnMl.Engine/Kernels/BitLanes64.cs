using System.Runtime.CompilerServices;

namespace BnnMl;

/// <summary>One word: the definition.</summary>
readonly unsafe struct BitLanes64 : IBitLanes<ulong>
{
    /// <inheritdoc/>
    public static int Words => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ulong* words) => *words;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ulong value, ulong* words) => *words = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Fill(int mask) => (ulong)(long)mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong And(ulong a, ulong b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Xor(ulong a, ulong b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FullAdd(ref ulong sum, ulong a, ulong b)
    {
        var differ = a ^ b;
        var carry = (a & b) | (differ & sum);
        sum ^= differ;
        return carry;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Borrow(ulong a, ulong b, ulong c) => (~a & b) | (~a & c) | (b & c);
}
