using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl.Benchmarks;

/// <summary>
/// What a second thread is worth on this machine right now: how many times the work of one thread two do in a loop that lives in registers and fills the vector units. The two
/// processors of a virtual machine may be two cores at one moment and the two halves of one core at the next, which no program here can see or change.
/// </summary>
sealed class CoreScaling
{
    /// <summary>Two threads on two cores do at least so much; below, a row about threads says more about the machine than about the program.</summary>
    internal const double TwoCores = 1.9;

    const int Rounds = 800_000; // about 4 ms: long against waking a thread
    const int Tries = 3;
    readonly List<double> samples = [];

    /// <summary>For a row that is measured with so many threads; null for one.</summary>
    internal static CoreScaling? Of(int threads) => threads > 1 ? new() : null;

    /// <summary>The median of the samples; null where there are none.</summary>
    internal double? Median => samples.Count == 0 ? null : Spread.Of(samples).Median;

    /// <summary>The quickest of a few runs on one thread against the quickest of a few on two at once.</summary>
    internal void Sample()
    {
        var (alone, together) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Tries; i++)
        {
            var (start, end) = Run();
            alone = Math.Min(alone, Stopwatch.GetElapsedTime(start, end).TotalSeconds);
            together = Math.Min(together, Both());
        }

        samples.Add(2 * alone / together);
    }

    /// <summary>Seconds from the first thread's start to the last one's end.</summary>
    static double Both()
    {
        using var barrier = new Barrier(2);
        var (first, second) = ((0L, 0L), (0L, 0L));
        var thread = new Thread(() =>
        {
            barrier.SignalAndWait();
            second = Run();
        });
        thread.Start();
        barrier.SignalAndWait();
        first = Run();
        thread.Join();
        return Stopwatch.GetElapsedTime(Math.Min(first.Item1, second.Item1), Math.Max(first.Item2, second.Item2)).TotalSeconds;
    }

    static (long Start, long End) Run()
    {
        var start = Stopwatch.GetTimestamp();
        if (Vector512.IsHardwareAccelerated || System.Runtime.Intrinsics.X86.Avx512F.IsSupported)
            Loop(Vector512.Create(3));
        else
            Loop(Vector256.Create(3));
        return (start, Stopwatch.GetTimestamp());
    }

    /// <summary>Six chains of one cycle an operation: more than any core has units for.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static Vector512<int> Loop(Vector512<int> step)
    {
        Vector512<int> a = step, b = a + step, c = b + step, d = c + step, e = d + step, f = e + step;
        for (var i = 0; i < Rounds; i++)
        {
            (a, b, c) = ((a ^ step) + step, (b ^ step) + step, (c ^ step) + step);
            (d, e, f) = ((d ^ step) + step, (e ^ step) + step, (f ^ step) + step);
        }

        return a ^ b ^ c ^ d ^ e ^ f;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static Vector256<int> Loop(Vector256<int> step)
    {
        Vector256<int> a = step, b = a + step, c = b + step, d = c + step, e = d + step, f = e + step;
        for (var i = 0; i < Rounds; i++)
        {
            (a, b, c) = ((a ^ step) + step, (b ^ step) + step, (c ^ step) + step);
            (d, e, f) = ((d ^ step) + step, (e ^ step) + step, (f ^ step) + step);
        }

        return a ^ b ^ c ^ d ^ e ^ f;
    }
}
