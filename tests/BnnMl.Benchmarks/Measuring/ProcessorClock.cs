using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl.Benchmarks;

/// <summary>
/// The clock in GHz that a core keeps under vector load: the length of a chain of instructions of one cycle each (vpternlog, vpxor: one cycle on Intel since Haswell and AMD since
/// Zen 2) over the shortest time it took. Nominal clocks say little: turbo, and lower clocks under 512-bit load.
/// </summary>
static class ProcessorClock
{
    const int Links = 32;
    const int Rounds = 20_000; // 640,000 cycles: a quarter of a millisecond
    const int Tries = 400;

    /// <summary>Cycles of <see cref="Run"/>.</summary>
    internal const int Cycles = Links * Rounds;

    /// <summary>Under 512-bit load; under 256-bit load where the kernels in use are no wider; null where there are no such instructions.</summary>
    internal static double? Measure(InstructionSet set)
    {
        if (set != InstructionSet.Avx512 && !Avx2.IsSupported)
            return null;
        var shortest = double.MaxValue;
        for (var i = 0; i < Tries; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Run(set);
            shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Cycles / shortest / 1e9;
    }

    /// <summary>One chain.</summary>
    internal static void Run(InstructionSet set)
    {
        if (set == InstructionSet.Avx512)
            Chain(Vector512.Create(7), Vector512.Create(3), Vector512.Create(5));
        else
            Chain(Vector256.Create(7), Vector256.Create(3), Vector256.Create(5));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static Vector512<int> Chain(Vector512<int> x, Vector512<int> a, Vector512<int> b)
    {
        for (var i = 0; i < Rounds; i++)
        {
            x = Four(Four(Four(Four(x, a, b), a, b), a, b), a, b);
            x = Four(Four(Four(Four(x, a, b), a, b), a, b), a, b);
        }

        return x;

        // 0x96: x ^ a ^ b
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<int> Four(Vector512<int> x, Vector512<int> a, Vector512<int> b) => Avx512F.TernaryLogic(
            Avx512F.TernaryLogic(Avx512F.TernaryLogic(Avx512F.TernaryLogic(x, a, b, 0x96), a, b, 0x96), a, b, 0x96), a, b, 0x96);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static Vector256<int> Chain(Vector256<int> x, Vector256<int> a, Vector256<int> b)
    {
        for (var i = 0; i < Rounds; i++)
        {
            x = Four(Four(Four(Four(x, a, b), a, b), a, b), a, b);
            x = Four(Four(Four(Four(x, a, b), a, b), a, b), a, b);
        }

        return x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<int> Four(Vector256<int> x, Vector256<int> a, Vector256<int> b) => Avx2.Xor(Avx2.Add(Avx2.Xor(Avx2.Add(x, a), b), a), b);
    }
}
