using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl;

/// <summary>AVX-512: any function of three bits is one vpternlog, whose last operand is the function's table.</summary>
readonly unsafe struct BitLanes512 : IBitLanes<Vector512<ulong>>
{
    /// <inheritdoc/>
    public static int Words => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Load(ulong* words) => Vector512.Load(words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<ulong> value, ulong* words) => value.Store(words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Fill(int mask) => Vector512.Create(mask).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> And(Vector512<ulong> a, Vector512<ulong> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> FullAdd(ref Vector512<ulong> sum, Vector512<ulong> a, Vector512<ulong> b)
    {
        sum = Avx512F.TernaryLogic(sum, a, b, 0x96);
        return Avx512F.TernaryLogic(a, b, sum, 0xD4); // the majority of a, b and the old sum, told from the new one: both operations overwrite what is read last, nothing is copied
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Borrow(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) => Avx512F.TernaryLogic(a, b, c, 0x8E);
}
